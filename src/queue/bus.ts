import { setTimeout as pause } from "node:timers/promises";
import { SioError } from "../errors.ts";
import type { Line } from "./line.ts";

/** The first pause between two attempts, in ms; each is twice the one before. */
const firstPauseMs = 200;
/** The longest pause between two attempts, in ms. */
const longestPauseMs = 5_000;
/** A line that lasts this long begins a new series of attempts when it is lost, in ms. */
const steadyMs = 10_000;
/** How long a start waits for the broker, in ms. */
const firstMs = 2_000;

/** Whether the broker can be reached, and if not, why. */
export type BusState = { readonly connected: true } | { readonly connected: false; readonly error: Error };

/** A way to the broker that mends itself. */
export interface Bus {
  /** Sends a message to everyone who listens, or returns `false`: what is published while the broker is gone is lost. */
  publish(text: string): boolean;
  /** Leaves the broker. Safe to call twice. */
  close(): Promise<void>;
}

/** How the way is kept open. */
export interface BusOptions {
  /** Connects once. An attempt that nobody waits for any more is told by the signal. */
  readonly open: (signal: AbortSignal) => Promise<Line>;
  /** Told each time the broker is reached or lost, never twice in a row the same. */
  readonly onState: (state: BusState) => void;
}

/**
 * Connects, and again each time the connection is lost, in pauses of 5 s at most. Resolves when the first attempt has ended, well or not,
 * or after 2 s.
 *
 * @throws SioError if the first attempt shows that trying again is of no use
 */
export async function openBus({ open, onState }: BusOptions): Promise<Bus> {
  const closing = new AbortController();
  const { signal } = closing;
  let attempting = new AbortController();
  let wake = () => {};
  let line: Line | undefined;
  let known: boolean | undefined;

  /** What the promise resolves with, or `undefined` as soon as the bus closes. */
  const unlessClosed = <T>(promise: Promise<T>) =>
    new Promise<T | undefined>((resolve, reject) => {
      wake = () => resolve(undefined);
      promise.then(resolve, reject);
    });
  const tell = (state: BusState) => {
    if (state.connected === known || signal.aborted) return;
    known = state.connected;
    onState(state);
  };
  const attempt = async () => {
    attempting = new AbortController();
    const opening = open(attempting.signal);
    line = await unlessClosed(opening);
    if (line) tell({ connected: true });
    else opening.then((late) => late.close()).catch(() => {});
  };
  const lose = (error: unknown) => {
    line = undefined;
    tell({ connected: false, error: error as Error });
  };
  const keep = async () => {
    for (let failures = 0; !signal.aborted; failures++) {
      const since = performance.now();
      if (line) {
        const { lost, close: leave } = line;
        lose(await unlessClosed(lost));
        await leave();
      }
      if (performance.now() - since > steadyMs) failures = 0;
      await pause(pauseMs(failures), undefined, { signal }).catch(() => {});
      if (!signal.aborted) await attempt().catch(lose);
    }
  };

  let waiting = true;
  let refused: SioError | undefined;
  const first = attempt().catch((error: unknown) => {
    if (waiting && error instanceof SioError) refused = error;
    else lose(error);
  });
  const kept = first.then(keep);
  const close = async () => {
    closing.abort();
    attempting.abort();
    wake();
    await kept;
    await line?.close();
  };
  await Promise.race([first, pause(firstMs, undefined, { ref: false })]);
  waiting = false;
  if (!refused) return { publish: (text) => line?.publish(text) ?? false, close };
  await close();
  throw refused;
}

/** Half of it is chance, so that servers which have lost the broker together do not all come back at once. */
function pauseMs(failures: number): number {
  return Math.min(longestPauseMs, firstPauseMs * 2 ** failures) * (0.5 + Math.random() / 2);
}
