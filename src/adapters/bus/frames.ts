/** The first bytes of each frame; what begins otherwise is not ours. */
const mark = Buffer.from("sio1");
/** Mark, sender, number of the message, number of the part, count of the parts. */
const headerBytes = mark.length + 8 + 4 + 2 + 2;
/** What an unfinished message takes besides its parts. */
const entryBytes = 512;
/** How much of unfinished messages is kept, of all senders together. */
const unfinishedBytes = 64 * 1024 * 1024;

/** A message of one node, before it is cut. */
export interface Outgoing {
  /** 16 hexadecimal digits. */
  readonly node: string;
  /** Counts the messages of the node; any 32 bits. */
  readonly number: number;
  readonly bytes: Uint8Array;
}

/** Cuts a message into frames of at most `maxBytes`, for a broker that takes no more in one. Throws if there would be too many. */
export function framesOf({ node, number, bytes }: Outgoing, maxBytes: number): Buffer[] {
  const room = maxBytes - headerBytes;
  const count = Math.max(1, Math.ceil(bytes.length / room));
  if (room <= 0 || bytes.length > unfinishedBytes || count > 0xffff) throw new RangeError("The message is too large.");
  return Array.from({ length: count }, (_, part) => {
    const header = Buffer.alloc(headerBytes);
    mark.copy(header);
    header.write(node, 4, "hex");
    header.writeUInt32BE(number >>> 0, 12);
    header.writeUInt16BE(part, 16);
    header.writeUInt16BE(count, 18);
    return Buffer.concat([header, bytes.subarray(part * room, (part + 1) * room)]);
  });
}

interface Unfinished {
  readonly number: number;
  readonly count: number;
  readonly parts: Buffer[];
  bytes: number;
}

/**
 * Puts the frames of many senders together again: takes one, and returns the message that it completes, or `undefined` if more are to come,
 * or if it is of the node itself. Throws for what is no frame, or out of order: the message is lost then.
 */
export function createJoiner(self: string): (frame: Uint8Array) => Buffer | undefined {
  const senders = new Map<string, Unfinished>();
  let kept = 0;

  const forget = (node: string) => {
    kept -= senders.get(node)?.bytes ?? 0;
    senders.delete(node);
  };

  return (frame) => {
    const { node, number, part, count, payload } = read(frame);
    if (node === self) return undefined;
    if (part === 0) forget(node);
    if (count === 1) return payload;
    if (part === 0) {
      senders.set(node, { number, count, parts: [], bytes: entryBytes });
      kept += entryBytes;
    }
    const message = senders.get(node);
    if (message?.number !== number || message.count !== count || message.parts.length !== part) {
      forget(node);
      throw new Error("It is a part of a message whose other parts have not come.");
    }
    // A copy: the frame may be a view of a larger buffer.
    message.parts.push(Buffer.from(payload));
    message.bytes += payload.length;
    kept += payload.length;
    if (part === count - 1) {
      forget(node);
      return Buffer.concat(message.parts);
    }
    if (kept > unfinishedBytes) {
      senders.clear();
      kept = 0;
    }
    return undefined;
  };
}

function read(frame: Uint8Array) {
  const buffer = Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength);
  if (buffer.length < headerBytes || !buffer.subarray(0, mark.length).equals(mark)) {
    throw new Error("It is not a message of this program.");
  }
  const [part, count] = [buffer.readUInt16BE(16), buffer.readUInt16BE(18)];
  if (part >= count) throw new Error("It has a part too many.");
  return {
    node: buffer.toString("hex", 4, 12),
    number: buffer.readUInt32BE(12),
    part,
    count,
    payload: buffer.subarray(headerBytes),
  };
}
