import { limits } from "./limits.ts";
import { Refused } from "./refused.ts";

/** A value whose binary data was taken out, and that data in base64. */
export interface TakenOut {
  readonly structure: unknown;
  readonly attachments: readonly string[];
}

/** Stands for a piece of binary data in JSON. */
interface Placeholder {
  readonly _placeholder: true;
  readonly num: number;
}

/** Takes binary data out of a value, wherever it stands. What is left is what JSON makes of it. Throws a TypeError if it contains itself. */
export function takeOutBinary(value: unknown): TakenOut {
  const attachments: string[] = [];
  const structure = asJson(value, (bytes): Placeholder => {
    attachments.push(bytes.toString("base64"));
    return { _placeholder: true, num: attachments.length - 1 };
  });
  return { structure, attachments };
}

/** What JSON makes of a value, with something else in the place of each piece of binary data. */
export function asJson(value: unknown, inPlaceOf: (bytes: Buffer) => unknown): unknown {
  const json = JSON.stringify(value, function (this: Readonly<Record<string, unknown>>, key, shown: unknown) {
    // A Buffer has a form of its own in JSON, which is what `shown` would be.
    const bytes = bytesOf(this[key]);
    return bytes ? inPlaceOf(bytes) : shown;
  });
  return json === undefined ? null : JSON.parse(json);
}

function bytesOf(value: unknown): Buffer | undefined {
  if (ArrayBuffer.isView(value)) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  return value instanceof ArrayBuffer ? Buffer.from(value) : undefined;
}

/**
 * Puts binary data back to where its placeholders stand.
 *
 * @throws Refused unless each piece has exactly one place
 */
export function putBackBinary(structure: unknown, attachments: readonly unknown[]): unknown {
  if (attachments.length > limits.attachments)
    throw new Refused(`has more than ${limits.attachments} pieces of binary data`);
  const left = new Map(attachments.entries());
  const restore = (part: unknown): unknown => {
    if (typeof part !== "object" || part === null) return part;
    if (Array.isArray(part)) return part.map(restore);
    if (!isPlaceholder(part))
      return Object.fromEntries(Object.entries(part).map(([key, item]) => [key, restore(item)]));
    const base64 = left.get(part.num);
    if (typeof base64 !== "string") throw new Refused("has binary data that does not fit its places");
    left.delete(part.num);
    return Buffer.from(base64, "base64");
  };
  const restored = restore(structure);
  if (left.size > 0) throw new Refused("has binary data that does not fit its places");
  return restored;
}

function isPlaceholder(part: object): part is Placeholder {
  return (part as Partial<Placeholder>)._placeholder === true;
}
