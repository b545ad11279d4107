import type { Level } from "../lib/finding.ts";
import type { Line } from "./line.ts";
import type { Finding, Seen } from "./report.ts";
import type { Tally } from "./tally.ts";

/** What a check works with. */
export interface Visit {
  readonly line: Line;
  /** What the checks before it saw. */
  readonly seen: Seen;
  /** What became of all the sessions by polling so far. */
  readonly tally: Tally;
  /** The origin of a page that must be let in, if one was named. */
  readonly origin?: string | undefined;
  /** How long to hold a connection open, in milliseconds; `undefined` for one heartbeat. */
  readonly idleMs?: number | undefined;
}

/** A finding as a check writes it: the level stands beside the id, once. */
export type Found<Id extends string = string> = Omit<Finding, "id" | "level"> & { readonly id: Id };

/** What a check brings back. */
export interface Outcome<Id extends string = string> {
  readonly seen?: Partial<Seen>;
  readonly findings?: readonly Found<Id>[];
}

/** Looks at one side of a deployment. */
export interface Check<Id extends string = string> {
  readonly name: string;
  /** What it asks the server, for the documentation and for who waits. */
  readonly asks: string;
  /** All that it may find. An id stays the same for ever and belongs to one check. */
  readonly findings: Readonly<Record<Id, { readonly level: Level; readonly about: string }>>;
  /** Whether there is nothing more to look at if it finds something fatal. */
  readonly gate?: boolean;
  /** Whether what was seen before makes it worth while; absent if it always is. */
  wanted?(visit: Visit): boolean;
  /** MUST close what it opens, and MUST ask through `visit.line` only. */
  run(visit: Visit): Promise<Outcome<Id>>;
}

/** Ties the ids that a check finds to those that it declares. */
export function defineCheck<Id extends string>(check: Check<Id>): Check<Id> {
  return check;
}
