import { SioError } from "../../errors.ts";
import { within } from "../../lib/within.ts";
import type { GuardedServer } from "../guard/guard.ts";
import { runIn } from "../plain/current.ts";
import { type CleanupFailed, Version } from "../plain/scope.ts";
import type { PlainSetup, Registry } from "../registry.ts";
import { isPromise } from "../running.ts";
import { patienceMs } from "./patience.ts";

/** A default export of plain code, and where it listens. */
export type PlainEntry = Registry["plain"][number];

/** An entry with the run of it that is in force. */
export interface RunningEntry {
  readonly entry: PlainEntry;
  readonly version: Version;
}

/** What a new list of entries changes. */
export interface Difference {
  readonly kept: readonly RunningEntry[];
  readonly removed: readonly RunningEntry[];
  readonly added: readonly PlainEntry[];
}

/** Compares entries: one is kept if the very same function was there before, for the same namespace. */
export function compare(before: readonly RunningEntry[], after: readonly PlainEntry[]): Difference {
  const removed = [...before];
  const kept: RunningEntry[] = [];
  const added: PlainEntry[] = [];
  for (const entry of after) {
    const at = removed.findIndex(
      ({ entry: { setup, namespace } }) => setup === entry.setup && namespace === entry.namespace,
    );
    if (at === -1) added.push(entry);
    else kept.push(...removed.splice(at, 1));
  }
  return { kept, removed, added };
}

/** Names the entries that are added: each takes over the name of one that it replaces, if there is one. */
function slotsFor({ kept, added }: Difference): readonly string[] {
  const taken = new Set(kept.map(({ version }) => version.slot));
  return added.map(({ namespace }) => {
    let index = 0;
    while (taken.has(`${namespace}#${index}`)) index += 1;
    const slot = `${namespace}#${index}`;
    taken.add(slot);
    return slot;
  });
}

/** Runs default exports one after the other. Nothing that they register is in force yet; if one fails, all have ended. */
export async function stage(
  { io }: GuardedServer,
  difference: Difference,
  onFailed: CleanupFailed,
): Promise<readonly RunningEntry[]> {
  const staged: RunningEntry[] = [];
  try {
    for (const [index, slot] of slotsFor(difference).entries()) {
      const entry = difference.added[index] as PlainEntry;
      const version = new Version(slot, onFailed);
      staged.push({ entry, version });
      version.scope.returned(await setUp(version, entry, io));
    }
    return staged;
  } catch (error) {
    for (const { version } of staged) version.end();
    throw error;
  }
}

async function setUp(version: Version, { setup, namespace }: PlainEntry, io: GuardedServer["io"]): Promise<unknown> {
  const result = runIn(version.scope, () => {
    // A file of a namespace's own is handed that namespace, which has the same methods.
    const target = namespace === "/" ? io : (io.of(namespace) as unknown as typeof io);
    return (setup as (io: GuardedServer["io"]) => ReturnType<PlainSetup>)(target);
  });
  if (!isPromise(result)) return result;
  const late = () => new SioError("handlers", `The default export was still not done after ${patienceMs / 1_000} s.`);
  return within(patienceMs, result, late);
}
