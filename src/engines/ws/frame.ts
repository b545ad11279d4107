/** Bytes of the WebSocket protocol. A string has one byte in each of its characters: the encoding `latin1`. */
export type Bytes = string | Buffer;

const text = 0x81;
const binary = 0x82;

/** A length up to this is a byte of the header; 126 in its place says that 2 more bytes tell it, and 127 that 8 do. */
const mostInOneByte = 125;
const mostInTwoBytes = 0xff_ff;

/** The headers of short texts, by length: most messages are such. */
const shortHeaders: readonly string[] = Array.from({ length: mostInOneByte + 1 }, (_, length) => header(text, length));

/**
 * A message of text in one frame, not masked, as servers send it: https://www.rfc-editor.org/rfc/rfc6455#section-5.2. It stays a string
 * where it can, for which the system needs no buffer.
 */
export function textFrame(message: string): Bytes {
  const bytes = Buffer.byteLength(message);
  const head = shortHeaders[bytes] ?? header(text, bytes);
  if (bytes === message.length) return head + message;
  const frame = Buffer.allocUnsafe(head.length + bytes);
  frame.write(head, "latin1");
  frame.write(message, head.length);
  return frame;
}

/** What goes before a message of so many bytes of binary data. */
export function binaryHeader(bytes: number): Buffer {
  return Buffer.from(header(binary, bytes), "latin1");
}

/** All of it in one piece. */
export function joined(first: Bytes, rest: readonly Bytes[]): Bytes {
  const all = [first, ...rest];
  if (all.every((bytes) => typeof bytes === "string")) return all.join("");
  return Buffer.concat(all.map((bytes) => (typeof bytes === "string" ? Buffer.from(bytes, "latin1") : bytes)));
}

/** Header and data of a message in one piece. */
export function whole(header: Buffer, data: Buffer): Buffer {
  return Buffer.concat([header, data]);
}

/** The same of a broadcast, made once for all of its clients: they are served one after the other. */
export function wholeOf(header: Buffer, data: Buffer): Buffer {
  if (data !== last.data) {
    last.data = data;
    last.whole = whole(header, data);
  }
  return last.whole;
}

const last: { data: Buffer; whole: Buffer } = { data: Buffer.alloc(0), whole: Buffer.alloc(0) };

/** The same bytes, not a copy. */
export function bufferOf(data: ArrayBuffer | ArrayBufferView): Buffer {
  return ArrayBuffer.isView(data) ? Buffer.from(data.buffer, data.byteOffset, data.byteLength) : Buffer.from(data);
}

function header(opcode: number, bytes: number): string {
  if (bytes <= mostInOneByte) return String.fromCharCode(opcode, bytes);
  if (bytes <= mostInTwoBytes) return String.fromCharCode(opcode, 126, bytes >> 8, bytes & 0xff);
  const long = Buffer.alloc(10);
  long.set([opcode, 127]);
  long.writeBigUInt64BE(BigInt(bytes), 2);
  return long.toString("latin1");
}
