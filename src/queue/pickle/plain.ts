import { limits } from "../limits.ts";
import { Refused } from "../refused.ts";
import { Tuple } from "./stack.ts";

/**
 * What a pickle said as Socket.IO can send it: objects for dicts, arrays for lists and tuples, `null` for numbers that are not finite.
 * A few bytes can say "this list, again" many times over, at every level, so that what counts against the limits is the result.
 *
 * @throws Refused if it is too large, too deep, contains itself, or has keys that JSON has no way to write
 */
export function toPlain(value: unknown): unknown {
  let items = 0;
  let bytes = 0;
  const count = <Part extends string | Buffer>(part: Part): Part => {
    bytes += part.length;
    if (bytes > limits.unpickledBytes) throw new Refused("is a pickle that unfolds to too much");
    return part;
  };
  const convert = (part: unknown, depth: number): unknown => {
    if (++items > limits.items) throw new Refused(`is a pickle of more than ${limits.items} values`);
    if (depth > limits.depth) throw new Refused(`is nested more than ${limits.depth} deep`);
    if (typeof part === "number") return Number.isFinite(part) ? part : null;
    if (typeof part === "string" || Buffer.isBuffer(part)) return count(part);
    if (part instanceof Tuple) return part.items.map((item) => convert(item, depth + 1));
    if (Array.isArray(part)) return part.map((item) => convert(item, depth + 1));
    if (!(part instanceof Map)) return part;
    return Object.fromEntries([...part].map(([key, item]) => [count(keyOf(key)), convert(item, depth + 1)]));
  };
  return convert(value, 1);
}

/** A key as Python's own JSON writes it. */
function keyOf(key: unknown): string {
  if (key === null || ["string", "number", "boolean"].includes(typeof key)) return String(key);
  throw new Refused("is a pickle with keys that are no text");
}
