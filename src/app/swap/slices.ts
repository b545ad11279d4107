import { setImmediate as untilImmediate } from "node:timers/promises";

/** The longest that one slice may keep the event loop, in ms. */
const sliceMs = 5;

/** Does one thing after the other, and lets the event loop have its turn in between whenever a slice of time is used up. */
export async function inSlices<T>(items: Iterable<T>, step: (item: T) => void): Promise<void> {
  // Nothing to do is the rule when a server starts, and Node loads its clock at the first question.
  let since: number | undefined;
  for (const item of items) {
    since ??= performance.now();
    if (performance.now() - since > sliceMs) {
      await untilImmediate();
      since = performance.now();
    }
    step(item);
  }
}

/** Resolves when all that `process.nextTick` was given so far has run. */
export function untilTicked(): Promise<void> {
  return untilImmediate();
}

/** Cuts a list into lists of at most `size`. */
export function* batches<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
