import type { Level } from "../lib/finding.ts";
import type { Finding } from "./finding.ts";
import type { Inventory } from "./inventory.ts";
import { rules } from "./packages.ts";

/**
 * The conflicts of a project, fatal ones first, then by the rules' ids.
 *
 * @param least rules that find nothing as bad as this are left out: a start need not pay for what it would not show
 */
export function findConflicts(inventory: Inventory, least: Level = "info"): readonly Finding[] {
  const findings = rules
    .filter(({ levels }) => levels.some((level) => badness[level] <= badness[least]))
    .flatMap(({ id, find }) => find(inventory).map((finding) => ({ id, ...finding })))
    .filter(({ level }) => badness[level] <= badness[least]);
  return findings.toSorted((a, b) => badness[a.level] - badness[b.level] || compare(a.id, b.id));
}

const badness: Readonly<Record<Level, number>> = { fatal: 0, warning: 1, info: 2 };

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
