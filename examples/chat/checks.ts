/** What a client may send. The page is told these limits when it joins, so that it can explain them before the server has to. */
export const limits = {
  /** Characters in a person's or a room's name. */
  name: 24,
  /** Characters in a message. */
  text: 2000,
  /** Bytes in an image. As base64, which polling needs, it must still fit in the server's `maxHttpBufferSize` of 1 MB. */
  imageBytes: 700_000,
} as const;

/** An image, with the type its own first bytes show. */
export interface Image {
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** A message as it was written. The author's page makes up the id, so that a message sent twice is kept once. */
export interface Draft {
  readonly id: string;
  readonly text: string;
  readonly image?: Image;
}

/** How the files of each type begin, in hex. */
const signatures = [
  { type: "image/png", start: /^89504e470d0a1a0a/ },
  { type: "image/jpeg", start: /^ffd8ff/ },
  { type: "image/gif", start: /^4749463837|^4749463839/ },
  { type: "image/webp", start: /^52494646.{8}57454250/ },
];

/** A name for a person or a room: letters, digits, and single spaces, hyphens or underscores between them. */
export function readName(value: unknown): string | undefined {
  if (typeof value !== "string" || value.length > limits.name) return undefined;
  return /^[\p{L}\p{N}]+([ _-][\p{L}\p{N}]+)*$/u.test(value) ? value : undefined;
}

/** What a page made up for itself: the key by which it has its name back, or a message's id. 16 random bytes in hex. */
export function readId(value: unknown): string | undefined {
  return typeof value === "string" && /^[\da-f]{32}$/.test(value) ? value : undefined;
}

/** A draft that has an id and either text or an image, all within the limits. */
export function readDraft(value: unknown): Draft | undefined {
  const { id: rawId, text: rawText, image: bytes } = fieldsOf(value);
  const id = readId(rawId);
  if (!id || typeof rawText !== "string" || rawText.length > limits.text) return undefined;
  const text = rawText.trim();
  if (bytes === undefined) return text ? { id, text } : undefined;
  const image = readImage(bytes);
  return image && { id, text, image };
}

/** The fields of a value that may not even be an object. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function readImage(bytes: unknown): Image | undefined {
  if (!(bytes instanceof Uint8Array) || bytes.byteLength > limits.imageBytes) return undefined;
  const hex = Buffer.from(bytes.subarray(0, 12)).toString("hex");
  const type = signatures.find(({ start }) => start.test(hex))?.type;
  return type === undefined ? undefined : { type, bytes };
}
