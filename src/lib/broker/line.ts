import { setTimeout as pause } from "node:timers/promises";
import { SioError } from "../../errors.ts";
import { within } from "../within.ts";
import { backOffMs } from "./back-off.ts";
import { type Held, hold } from "./hold.ts";
import type { Life } from "./life.ts";

/** How long a start waits for its broker before it goes on without, in milliseconds, if it is not told otherwise. */
const usualPatienceMs = 4_800;
/** How long the broker may take to accept the last messages, in milliseconds. */
const partingMs = 1_000;
/** A connection that lasts this long begins a new series of attempts when it is lost, in milliseconds. */
const steadyMs = 10_000;

/** Whether the broker can be reached, and if not, why. */
export type BrokerState = { readonly connected: true } | { readonly connected: false; readonly error: Error };

/** A connection that is made again for as long as it is wanted. */
export interface Line<L extends Life> {
  /** The connection in use; `undefined` while the broker cannot be reached. */
  readonly life: L | undefined;
  /** Sends what is on its way, for a second at most, and ends. Safe to call twice. */
  close(): Promise<void>;
}

/** How a line is kept. */
export interface LineOptions<L extends Life> {
  /** One attempt, which MUST end soon once the signal is aborted. The signal is the same for all of them. */
  readonly dial: (closing: AbortSignal) => Promise<L>;
  /** Told each time the broker is reached or lost, never twice in a row the same. A broker that never came is lost once. */
  readonly onState: (state: BrokerState) => void;
  /** How long to wait for the first attempt, in milliseconds. Default: 4,800. */
  readonly patienceMs?: number;
}

/**
 * Connects, and again each time the connection is lost, in growing pauses of 5 s at most. Resolves after the first attempt, or when that takes
 * too long; rejects with a SioError if trying again cannot mend it.
 */
export async function openLine<L extends Life>(options: LineOptions<L>): Promise<Line<L>> {
  const { dial, onState, patienceMs = usualPatienceMs } = options;
  const closing = new AbortController();
  let life: L | undefined;
  let held: Held | undefined;
  let known: boolean | undefined;

  const tell = (state: BrokerState) => {
    if (state.connected === known || closing.signal.aborted) return;
    known = state.connected;
    onState(state);
  };
  const attempt = async () => {
    life = await dial(closing.signal);
    held = hold(life);
    tell({ connected: true });
  };
  const lose = (error: unknown) => {
    life = undefined;
    held = undefined;
    tell({ connected: false, error: withReason(error as Error) });
  };
  const keep = async () => {
    await first.catch(lose);
    for (let failures = 1; !closing.signal.aborted; failures += 1) {
      if (held) {
        const since = performance.now();
        lose(await held.lost);
        // A broker that takes connections and ends them at once is no better than one that takes none.
        if (performance.now() - since > steadyMs) failures = 1;
      }
      await pause(backOffMs(failures), undefined, { signal: closing.signal }).catch(() => {});
      if (!closing.signal.aborted) await attempt().catch(lose);
    }
  };

  const first = attempt();
  await within(patienceMs, first, () => new Error("It has not answered yet.")).catch((error: unknown) => {
    if (error instanceof SioError) throw error;
    lose(error);
  });
  const kept = keep();
  return {
    get life() {
      return life;
    },
    async close() {
      closing.abort();
      await held?.close(partingMs);
      await kept;
      // An attempt may have come through meanwhile.
      await held?.close(0);
    },
  };
}

/** A name with several addresses fails with an error that says nothing but what went wrong at each. */
function withReason(error: Error): Error {
  if (error.message !== "" || !(error instanceof AggregateError)) return error;
  const reasons = error.errors.map((one: unknown) => (one instanceof Error ? one.message : String(one)));
  return new Error(reasons.join(", "), { cause: error });
}
