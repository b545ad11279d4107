import type { Log } from "../log.ts";
import type { BrokerState } from "./line.ts";

/** What is said of the way to a broker. */
export interface StateLog {
  /** Whether the broker can be reached. */
  readonly connected: boolean;
  /** Says what has changed: two lines for an outage. */
  tell(state: BrokerState): void;
  /** Counts a message that was not sent because of the outage; the line that ends it has the number. */
  missed(): void;
}

/** Of which broker it is said. */
export interface Spoken {
  /** Begins the sentences. */
  readonly name: string;
  /** Its URL without its secrets: a field of each line. */
  readonly broker: string;
  /** What happens while it is away, as the end of a sentence. */
  readonly meanwhile: string;
  /** Whether there is a line when it comes for the first time without delay. */
  readonly welcome?: boolean;
}

/** Makes what says whether a broker is there. */
export function stateLog(log: Log, { name, broker, meanwhile, welcome = false }: Spoken): StateLog {
  let connected = false;
  let everUp = false;
  let missed = 0;
  let lostAt: number | undefined;

  const tellUp = () => {
    if (lostAt === undefined) {
      if (welcome) log.info(`${name} is joined.`, { broker });
      return;
    }
    const seconds = ((performance.now() - lostAt) / 1_000).toFixed(1);
    log.info(`${name} is back after ${seconds} s.${unsent(missed)}`, { broker });
    lostAt = undefined;
    missed = 0;
  };
  const tellDown = ({ message }: Error) => {
    lostAt = performance.now();
    const what = everUp ? "is lost" : "cannot be reached";
    log.warn(`${name} ${what}: ${message.replace(/\.$/, "")}; until it is back, ${meanwhile}.`, { broker });
  };
  return {
    get connected() {
      return connected;
    },
    missed() {
      missed++;
    },
    tell(state) {
      ({ connected } = state);
      if (!state.connected) {
        tellDown(state.error);
        return;
      }
      tellUp();
      everUp = true;
    },
  };
}

function unsent(count: number): string {
  if (count === 0) return "";
  return ` ${count === 1 ? "1 message was" : `${count} messages were`} not sent meanwhile.`;
}
