import type { Level } from "../../lib/finding.ts";

/** What decides whether findings are a failure. */
export interface Failing {
  /** Whether warnings are one too. */
  readonly strict?: boolean;
}

/** The exit status: 1 for a finding that is fatal, or with `strict` a warning, else 0. */
export function statusOf(findings: readonly { readonly level: Level }[], { strict = false }: Failing): number {
  return findings.some(({ level }) => level === "fatal" || (strict && level === "warning")) ? 1 : 0;
}
