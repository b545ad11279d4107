import { commandsFor, type PackageTool, written } from "../../conflicts/commands.ts";
import type { Finding } from "../../conflicts/finding.ts";
import type { Level } from "../../lib/finding.ts";
import type { Examination } from "./examine.ts";

/** What `sio doctor --json` writes. Fields may be added; what is there keeps its name and its meaning while `version` is 1. */
export interface JsonReport {
  readonly version: 1;
  /** Whether the exit status is 0. */
  readonly ok: boolean;
  /** The folder of the project, absolute. */
  readonly root: string;
  readonly packageManager: string;
  /** The day up to which known vulnerabilities are known here. */
  readonly advisoriesAsOf: string;
  readonly findings: readonly JsonFinding[];
  /** What `doctorIgnore` sets aside. */
  readonly ignored: readonly JsonFinding[];
  readonly packages: readonly {
    readonly name: string;
    readonly version: string;
    readonly path: string;
    readonly why: string;
  }[];
  readonly environment: readonly { readonly name: string; readonly value: string }[];
  /** What could not be read, one sentence each. */
  readonly unread: readonly string[];
}

/** One conflict. */
export interface JsonFinding {
  readonly id: string;
  readonly level: Level;
  readonly what: string;
  readonly where: readonly string[];
  readonly consequence: string;
  readonly fixes: readonly {
    /** For a shell, in the folder of the project. */
    readonly command?: string;
    readonly say?: string;
    /** Whether `--fix` does it. */
    readonly safe: boolean;
  }[];
}

/** What an examination has found, for programs. */
export function jsonReport(examination: Examination, { ok }: { readonly ok: boolean }): JsonReport {
  const { root, tool, advisoriesAsOf, findings, ignored, copies, facts, unread } = examination;
  return {
    version: 1,
    ok,
    root,
    packageManager: tool.manager,
    advisoriesAsOf,
    findings: findings.map((finding) => jsonFinding(finding, tool)),
    ignored: ignored.map((finding) => jsonFinding(finding, tool)),
    packages: copies.map(({ name, version, path, why }) => ({ name, version, path, why })),
    environment: facts.map(({ name, value }) => ({ name, value })),
    unread,
  };
}

/** A finding with its fixes as commands of the project's package manager. */
export function jsonFinding({ fixes, ...finding }: Finding, tool: PackageTool): JsonFinding {
  return {
    ...finding,
    fixes: fixes.map(({ change, say, safe = false }) => ({
      ...(change && { command: written(commandsFor(change, tool)) }),
      ...(say && { say }),
      safe,
    })),
  };
}
