import { randomBytes } from "node:crypto";
import { Fault } from "../fault.ts";

/** The opcodes of RFC 6455, section 5.2. */
export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

const final = 0x80;
const masked = 0x80;
const reserved = 0x70;
const maskBytes = 4;
const longestMessageBytes = 256 * 2 ** 20;

// Masks keep what a web page sends from posing as another protocol. Here the user chooses the content, so one mask, which the
// server unmasks at the same cost, is as good as many.
const mask = randomBytes(maskBytes);

/** One whole frame as a client sends it. */
export function clientFrame(opcode: number, payload: string | Uint8Array): Buffer {
  const length = typeof payload === "string" ? Buffer.byteLength(payload) : payload.length;
  const start = headLength(length) + maskBytes;
  const frame = Buffer.allocUnsafe(start + length);
  frame[0] = final | opcode;
  writeLength(frame, length);
  mask.copy(frame, start - maskBytes);
  if (typeof payload === "string") frame.write(payload, start);
  else frame.set(payload, start);
  for (let at = 0; at < length; at++) frame[start + at] = (frame[start + at] ?? 0) ^ (mask[at & 3] ?? 0);
  return frame;
}

function headLength(length: number): number {
  if (length < 126) return 2;
  return length < 65_536 ? 4 : 10;
}

function writeLength(frame: Buffer, length: number): void {
  if (length < 126) {
    frame[1] = masked | length;
  } else if (length < 65_536) {
    frame[1] = masked | 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = masked | 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
}

/** Gets a whole message, or a control frame; the bytes are valid during the call only. */
export type OnMessage = (opcode: number, bytes: Buffer) => void;

/** Takes a server's bytes in any pieces, which may be views of one buffer that is used again, and gives whole messages. */
export class FrameReader {
  readonly #onMessage: OnMessage;
  /** The beginning of a frame, joined only once all of it is there. */
  #pieces: Buffer[] = [];
  #piecesBytes = 0;
  #neededBytes = 0;
  /** The parts of a message that the server has divided. */
  #parts: Buffer[] = [];
  #partsOpcode = 0;

  constructor(onMessage: OnMessage) {
    this.#onMessage = onMessage;
  }

  /** @throws Fault if the bytes are no frames of a server */
  push(piece: Buffer): void {
    const bytes = this.#join(piece);
    if (!bytes) return;
    let at = 0;
    while (at < bytes.length) {
      const { start, end } = boundsOf(bytes, at);
      if (end > bytes.length) {
        this.#keep(bytes.subarray(at), end - at);
        return;
      }
      this.#take(bytes[at] ?? 0, bytes.subarray(start, end));
      at = end;
    }
  }

  #join(piece: Buffer): Buffer | undefined {
    if (this.#piecesBytes === 0) return piece;
    this.#pieces.push(Buffer.from(piece));
    this.#piecesBytes += piece.length;
    if (this.#piecesBytes < this.#neededBytes) return undefined;
    const bytes = Buffer.concat(this.#pieces);
    this.#pieces = [];
    this.#piecesBytes = 0;
    return bytes;
  }

  #keep(rest: Buffer, neededBytes: number): void {
    this.#pieces = [Buffer.from(rest)];
    this.#piecesBytes = rest.length;
    this.#neededBytes = neededBytes;
  }

  #take(first: number, payload: Buffer): void {
    if (first & reserved) throw new Fault("protocol", "the server compresses messages, which nobody has asked for");
    const opcode = first & 0x0f;
    const whole = (first & final) !== 0;
    if (opcode >= opcodes.close || (whole && opcode !== opcodes.continuation)) {
      this.#onMessage(opcode, payload);
      return;
    }
    if (opcode !== opcodes.continuation) this.#partsOpcode = opcode;
    this.#parts.push(Buffer.from(payload));
    if (!whole) return;
    const message = Buffer.concat(this.#parts);
    this.#parts = [];
    this.#onMessage(this.#partsOpcode, message);
  }
}

/** Where the payload of the frame at `at` lies; of a head that is not whole, how far the next part of it goes. */
function boundsOf(bytes: Buffer, at: number): { readonly start: number; readonly end: number } {
  const short = bytes[at + 1];
  if (short === undefined) return { start: at + 2, end: at + 2 };
  if (short & masked) throw new Fault("protocol", "the server masks what it sends, as only clients do");
  if (short < 126) return { start: at + 2, end: at + 2 + short };
  const start = at + (short === 126 ? 4 : 10);
  if (start > bytes.length) return { start, end: start };
  const length = short === 126 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2));
  if (length > longestMessageBytes) throw new Fault("protocol", "the server sent a message of more than 256 MiB");
  return { start, end: start + length };
}
