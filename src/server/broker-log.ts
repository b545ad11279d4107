import type { BrokerState } from "../adapters/adapter.ts";
import type { Log } from "../lib/log.ts";

/** What is said of a broker. */
export interface BrokerLog {
  /** A line each time it is lost, and each time it is back. Silent when it comes for the first time without delay. */
  state(state: BrokerState): void;
  /** At most a line a minute of messages that were dropped, with their number. */
  dropped(why: Error): void;
}

/** How often dropped messages are told, in ms. */
const droppedEveryMs = 60_000;

/**
 * Says what a broker does.
 *
 * @param broker its URL without its secrets
 */
export function brokerLog(log: Log, broker: string): BrokerLog {
  let lostAt: number | undefined;
  let everUp = false;
  let toldAt = Number.NEGATIVE_INFINITY;
  let dropped = 0;
  return {
    state(state) {
      if (!state.connected) {
        lostAt = performance.now();
        const what = everUp ? "is lost" : "cannot be reached";
        const until = "until it is back, each server reaches its own clients alone";
        log.warn(`${broker} ${what}: ${state.error.message.replace(/\.$/, "")}; ${until}.`, { broker });
        return;
      }
      everUp = true;
      if (lostAt === undefined) return;
      const seconds = ((performance.now() - lostAt) / 1_000).toFixed(1);
      lostAt = undefined;
      log.info(`${broker} is back after ${seconds} s.`, { broker });
    },
    dropped(why) {
      dropped++;
      if (performance.now() - toldAt < droppedEveryMs) return;
      toldAt = performance.now();
      const what = dropped === 1 ? "1 message" : `${dropped} messages`;
      log.warn(`Dropped ${what} from ${broker} that made no sense; the last: ${why.message}`, { broker, dropped });
      dropped = 0;
    },
  };
}
