import { within } from "../../lib/within.ts";

/** What a message waits for before it is delivered; `undefined` if for nothing. */
type Awaited<T> = Promise<T> | undefined;

/** Delivers, given what was waited for unless that failed or came too late. */
type Deliver<T> = (value: T | undefined) => void;

/** How long a message may wait, in ms. */
const patienceMs = 500;

/**
 * Makes a queue that delivers in the order of its calls: at once where nothing is waited for, else when that has come, has failed, or is
 * late.
 *
 * @param onError told what a late delivery has thrown; what is delivered at once throws to its caller
 */
export function inOrder<T>(onError: (error: unknown) => void) {
  let last: Promise<void> | undefined;
  return (awaited: Awaited<T>, deliver: Deliver<T>): void => {
    if (!awaited && !last) {
      deliver(undefined);
      return;
    }
    const turn = Promise.all([awaited && inTime(awaited), last]).then(([value]) => {
      if (last === turn) last = undefined;
      try {
        deliver(value);
      } catch (error) {
        onError(error);
      }
    });
    last = turn;
  };
}

function inTime<T>(awaited: Promise<T>): Promise<T | undefined> {
  return within(patienceMs, awaited, () => new Error("late")).catch(() => undefined);
}
