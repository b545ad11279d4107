import { dropLog } from "../../lib/broker/drop-log.ts";
import { countDrops, type DropCounts } from "../../lib/drops.ts";
import type { Log } from "../../lib/log.ts";
import type { Word } from "./messages.ts";
import type { WorkerProcess } from "./worker-process.ts";

/** What an adapter says. */
type Saying = Extract<Word, { readonly kind: "adapter" }>;

/** Hands over what the adapters of workers say to each other. */
export interface Relay {
  /** What a worker does not read in time is lost, counted and told. */
  pass(saying: Saying, from: WorkerProcess, to: Iterable<WorkerProcess>): void;
  readonly dropped: DropCounts;
  /** Tells what has not been told yet. */
  close(): void;
}

/** Makes a relay that tells `log` of what is lost. */
export function createRelay(log: Log): Relay {
  const counts = countDrops();
  const told = dropLog(log, { whose: "between workers", source: "workers", counts });
  return {
    dropped: counts.counts,
    pass({ bytes, to }, from, members) {
      for (const member of members) {
        if (member === from || (to ?? member.seat.id) !== member.seat.id || member.relay(bytes)) continue;
        told.add("was for a worker that does not read", { detail: member.name });
      }
    },
    close: told.close,
  };
}
