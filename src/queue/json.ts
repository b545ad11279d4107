import { limits } from "./limits.ts";
import { Refused } from "./refused.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Reads JSON as Python writes it: `NaN`, `Infinity` and `-Infinity` may stand where a value does, and become `null`. Whole numbers beyond
 * 2^53 lose their last digits.
 *
 * @throws Refused if it is no JSON, or is nested too deeply
 */
export function readJson(bytes: Uint8Array): unknown {
  const text = decoded(bytes);
  const bare = bareWords(text);
  try {
    return JSON.parse(bare.length === 0 ? text : withNulls(text, bare));
  } catch {
    throw new Refused("is neither JSON nor a pickle");
  }
}

function decoded(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new Refused("is neither JSON nor a pickle");
  }
}

/** Where a word begins and ends. */
type Place = readonly [start: number, end: number];

/** Finds Python's own words outside of strings. It measures the depth on the way, because the parser that follows sets no limit. */
function bareWords(text: string): Place[] {
  const found: Place[] = [];
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '"') at = endOfString(text, at);
    else if (char === "{" || char === "[") depth++;
    else if (char === "}" || char === "]") depth--;
    else if (char === "N" || char === "I") {
      const word = char === "N" ? "NaN" : "Infinity";
      if (!text.startsWith(word, at)) break;
      found.push([text[at - 1] === "-" ? at - 1 : at, at + word.length]);
      at += word.length - 1;
    }
    if (depth > limits.depth) throw new Refused(`is nested more than ${limits.depth} deep`);
  }
  return found;
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at;
}

function withNulls(text: string, bare: readonly Place[]): string {
  const starts = [0, ...bare.map(([, end]) => end)];
  return starts.map((start, index) => text.slice(start, bare[index]?.[0])).join("null");
}
