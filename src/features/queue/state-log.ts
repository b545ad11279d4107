import type { Log } from "../../lib/log.ts";
import type { BusState } from "../../queue/bus.ts";
import { reasonOf } from "../../queue/explain.ts";

/** What is said of the way to the queue. */
export interface StateLog {
  /** Whether the queue can be reached. */
  readonly connected: boolean;
  /** Says what has changed: two lines for an outage. */
  tell(state: BusState): void;
  /** Counts a message that was not sent because of the outage; the line that ends it has the number. */
  missed(): void;
}

/** @param queue begins the sentences */
export function stateLog(log: Log, queue: string): StateLog {
  let before: boolean | undefined;
  let missed = 0;
  return {
    get connected() {
      return before === true;
    },
    missed() {
      missed++;
    },
    tell(state) {
      if (state.connected) {
        const unsent =
          missed === 0 ? "" : ` ${missed === 1 ? "1 message was" : `${missed} messages were`} not sent meanwhile.`;
        log.info(`${queue} is ${before === undefined ? "joined" : "back"}.${unsent}`);
        missed = 0;
      } else {
        const what = before ? "is lost" : "cannot be reached";
        log.warn(`${queue} ${what}: ${reasonOf(state.error)} This server serves on without it, and tries again.`);
      }
      before = state.connected;
    },
  };
}
