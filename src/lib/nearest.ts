import { createRequire } from "node:module";

/**
 * The candidate that a mistyped `word` most likely stands for, ignoring case; `undefined` when none is near enough.
 * Near enough is at most a third of the letters wrong, and two letters in a short word.
 *
 * @example
 * nearest("prot", ["port", "host"]); // "port"
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  // Only a mistake needs it, so that a start need not load it.
  const { distance } = createRequire(import.meta.url)("fastest-levenshtein") as typeof import("fastest-levenshtein");
  let best: string | undefined;
  let fewest = Math.max(2, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    const wrong = distance(word.toLowerCase(), candidate.toLowerCase());
    // A guess that shares no letter with the word is no help.
    if (wrong < fewest && wrong < candidate.length) {
      best = candidate;
      fewest = wrong;
    }
  }
  return best;
}
