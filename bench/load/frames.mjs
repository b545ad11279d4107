import { randomBytes } from "node:crypto";

/** The opcodes of RFC 6455 §5.2 that a Socket.IO server sends. */
export const opcodes = { text: 1, close: 8 };

/**
 * One whole client frame, masked as RFC 6455 §5.3 asks, so that the server pays for unmasking as with any real client.
 * Build it once and send it often: the generator must cost less than the server it measures.
 *
 * @param {string} text
 * @returns {Buffer}
 */
export function textFrame(text) {
  const payload = Buffer.from(text);
  const mask = randomBytes(4);
  const masked = payload.map((byte, index) => byte ^ mask[index % 4]);
  return Buffer.concat([Buffer.from([0x80 | opcodes.text]), maskedLength(payload.length), mask, masked]);
}

/** @param {number} length */
function maskedLength(length) {
  if (length < 126) return Buffer.from([0x80 | length]);
  const header = Buffer.alloc(length < 65_536 ? 3 : 9);
  if (length < 65_536) {
    header[0] = 0x80 | 126;
    header.writeUInt16BE(length, 1);
    return header;
  }
  header[0] = 0x80 | 127;
  header.writeBigUInt64BE(BigInt(length), 1);
  return header;
}

const none = Buffer.alloc(0);

/**
 * Takes a server's bytes in any pieces and gives whole frames, without copying: `onFrame` gets the buffer and where the
 * payload starts and ends in it, valid during the call only. The pieces may be views of one buffer that is used again.
 */
export class FrameReader {
  /** @type {Buffer} */
  #rest = none;
  #onFrame;

  /** @param {(opcode: number, bytes: Buffer, start: number, end: number) => void} onFrame */
  constructor(onFrame) {
    this.#onFrame = onFrame;
  }

  /** @param {Buffer} chunk */
  push(chunk) {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let at = 0;
    for (;;) {
      const start = payloadStart(bytes, at);
      const end = start + payloadLength(bytes, at, start);
      if (!(end <= bytes.length)) break;
      this.#onFrame(bytes[at] & 0x0f, bytes, start, end);
      at = end;
    }
    this.#rest = at === bytes.length ? none : Buffer.from(bytes.subarray(at));
  }
}

/**
 * @param {Buffer} bytes
 * @param {number} at
 */
function payloadStart(bytes, at) {
  const length = bytes[at + 1];
  if (length < 126) return at + 2;
  return length === 126 ? at + 4 : at + 10;
}

/**
 * NaN when the header is not there yet.
 *
 * @param {Buffer} bytes
 * @param {number} at
 * @param {number} start
 */
function payloadLength(bytes, at, start) {
  if (!(start <= bytes.length)) return Number.NaN;
  const length = bytes[at + 1];
  if (length < 126) return length;
  return length === 126 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2));
}
