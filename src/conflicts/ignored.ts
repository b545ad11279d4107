import type { Settings } from "../config/resolve.ts";
import { SioError } from "../errors.ts";
import { nearest } from "../lib/nearest.ts";
import type { Finding } from "./finding.ts";
import { knownIds } from "./known-ids.ts";

/** Findings, parted by whether they count. */
export interface Counted {
  readonly counted: readonly Finding[];
  readonly ignored: readonly Finding[];
}

/**
 * Sets aside what `doctorIgnore` says is to count for nothing.
 *
 * @throws SioError `config` for an id that no rule has, which names the nearest
 */
export function setAside(findings: readonly Finding[], { config, origin }: Settings): Counted {
  const ids = new Set(config.doctorIgnore);
  for (const id of ids) {
    if (knownIds.includes(id)) continue;
    const guess = nearest(id, knownIds);
    throw new SioError("config", `${origin.doctorIgnore} names "${id}", which is the id of no conflict.`, {
      hint: guess ? `Did you mean ${guess}?` : "sio doctor shows the id of each that it finds.",
    });
  }
  return {
    counted: findings.filter(({ id }) => !ids.has(id)),
    ignored: findings.filter(({ id }) => ids.has(id)),
  };
}
