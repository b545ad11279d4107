/** Where in a value something binary was: the keys that lead to it. */
export type Path = readonly (string | number)[];

/** Something binary, and its place. */
export interface Attachment {
  readonly path: Path;
  readonly bytes: Buffer;
}

/** Takes out what JSON cannot hold: a copy of the value with `null` in the place of each `Buffer`, `ArrayBuffer` and view. */
export function takeOutBinary(value: unknown): { readonly rest: unknown; readonly attachments: readonly Attachment[] } {
  const attachments: Attachment[] = [];
  if (!hasBinary(value)) return { rest: value, attachments };
  const strip = (part: unknown, path: Path): unknown => {
    const bytes = bytesOf(part);
    if (bytes) {
      attachments.push({ path, bytes });
      return null;
    }
    const plain = plainOf(part);
    if (Array.isArray(plain)) return plain.map((item, index) => strip(item, [...path, index]));
    if (typeof plain !== "object" || plain === null) return plain;
    return Object.fromEntries(Object.entries(plain).map(([key, item]) => [key, strip(item, [...path, key])]));
  };
  return { rest: strip(value, []), attachments };
}

/** Puts an attachment back. Throws unless its path leads to a `null` by what the value itself has. */
export function putBack(value: unknown, { path, bytes }: Attachment): void {
  const place = path.slice(0, -1).reduce<unknown>(own, value);
  const key = path.at(-1);
  if (key === undefined || own(place, key) !== null) throw new Error("It has bytes that belong nowhere.");
  (place as Record<string | number, unknown>)[key] = bytes;
}

function own(value: unknown, key: string | number): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string | number, unknown>)[key];
}

function hasBinary(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (bytesOf(value)) return true;
  return Object.values(plainOf(value) ?? {}).some(hasBinary);
}

/** As JSON sees it. */
function plainOf(value: unknown): unknown {
  const { toJSON } = (value ?? {}) as { toJSON?: unknown };
  return typeof toJSON === "function" ? toJSON.call(value) : value;
}

function bytesOf(value: unknown): Buffer | undefined {
  if (ArrayBuffer.isView(value)) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  return value instanceof ArrayBuffer ? Buffer.from(value) : undefined;
}
