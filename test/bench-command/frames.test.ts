import { expect, test } from "vitest";
import { Fault } from "../../src/bench/fault.ts";
import { clientFrame, FrameReader, opcodes } from "../../src/bench/transports/frames.ts";

const final = 0x80;

/** A frame as a server sends it. */
function frame(first: number, payload: string): Buffer {
  const bytes = Buffer.from(payload);
  return Buffer.concat([Buffer.from([first]), lengthOf(bytes.length), bytes]);
}

function lengthOf(length: number): Buffer {
  if (length < 126) return Buffer.from([length]);
  const bytes = Buffer.alloc(length < 65_536 ? 3 : 9);
  bytes[0] = bytes.length === 3 ? 126 : 127;
  if (bytes.length === 3) bytes.writeUInt16BE(length, 1);
  else bytes.writeBigUInt64BE(BigInt(length), 1);
  return bytes;
}

/** Reads bytes in pieces of a size, each in the same buffer, as a socket gives them. */
function read(bytes: Buffer, pieceBytes: number): [number, string][] {
  const messages: [number, string][] = [];
  const reader = new FrameReader((opcode, payload) => messages.push([opcode, payload.toString()]));
  const shared = Buffer.alloc(pieceBytes);
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    const length = bytes.copy(shared, 0, at);
    reader.push(shared.subarray(0, length));
  }
  return messages;
}

const long = "ü".repeat(100);
const longer = "x".repeat(70_000);

const traffic = Buffer.concat([
  frame(final | opcodes.text, "first"),
  frame(final | opcodes.text, ""),
  frame(opcodes.text, "in "),
  frame(final | opcodes.ping, "ping"),
  frame(opcodes.continuation, "three "),
  frame(final | opcodes.continuation, "parts"),
  frame(final | opcodes.binary, long),
  frame(final | opcodes.text, longer),
  frame(final | opcodes.close, ""),
]);

test.each([1, 2, 3, 7, 100, 65_536, 1_000_000])("whole messages come of pieces of %i bytes", (pieceBytes) => {
  expect(read(traffic, pieceBytes)).toEqual([
    [opcodes.text, "first"],
    [opcodes.text, ""],
    [opcodes.ping, "ping"],
    [opcodes.text, "in three parts"],
    [opcodes.binary, long],
    [opcodes.text, longer],
    [opcodes.close, ""],
  ]);
});

test.each([
  ["compresses", Buffer.from([0xc1, 0]), "the server compresses messages, which nobody has asked for"],
  ["masks", Buffer.from([0x81, 0x80]), "the server masks what it sends, as only clients do"],
  [
    "announces too much",
    Buffer.from([0x81, 127, 0, 0, 1, 0, 0, 0, 0, 0]),
    "the server sent a message of more than 256 MiB",
  ],
])("a server that %s is told", (_what, bytes, message) => {
  expect(() => read(bytes, 100)).toThrow(new Fault("protocol", message));
});

test.each([0, 125, 126, 65_535, 65_536])("a frame of %i bytes is masked and says how long it is", (length) => {
  const text = "a".repeat(length);
  const sent = clientFrame(opcodes.text, text);
  const payloadAt = sent.length - length;
  const mask = sent.subarray(payloadAt - 4, payloadAt);
  const unmasked = sent.subarray(payloadAt).map((byte, index) => byte ^ (mask[index % 4] ?? 0));
  const head = Buffer.from(sent.subarray(0, payloadAt - 4));
  expect(Buffer.from(unmasked).toString()).toBe(text);
  expect((head[1] ?? 0) & 0x80).toBe(0x80);
  head[1] = (head[1] ?? 0) & 0x7f;
  expect(read(Buffer.concat([head, unmasked]), 65_536)).toEqual([[opcodes.text, text]]);
});
