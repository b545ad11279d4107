import { Refused } from "../refused.ts";
import { type Stack, Tuple } from "./stack.ts";

type Opcode = (stack: Stack) => void;

/** The opcode that ends a pickle, with its result on top of the stack. */
export const stop = 0x2e;

/** The opcodes of data, as Python's protocols 2 to 5 write them, under their names in `pickletools`. */
export const opcodes: Readonly<Record<number, Opcode>> = {
  /* PROTO */ 128: (stack) => stack.take(1),
  /* FRAME */ 149: (stack) => stack.take(8),

  /* NONE */ 78: (stack) => stack.push(null),
  /* NEWTRUE */ 136: (stack) => stack.push(true),
  /* NEWFALSE */ 137: (stack) => stack.push(false),
  /* BININT */ 74: (stack) => stack.push(stack.take(4).readInt32LE()),
  /* BININT1 */ 75: (stack) => stack.push(stack.byte()),
  /* BININT2 */ 77: (stack) => stack.push(stack.take(2).readUInt16LE()),
  /* LONG1 */ 138: (stack) => stack.push(toNumber(stack.take(stack.byte()))),
  /* BINFLOAT */ 71: (stack) => stack.push(stack.take(8).readDoubleBE()),

  /* SHORT_BINUNICODE */ 140: (stack) => stack.push(toText(stack.take(stack.byte()))),
  /* BINUNICODE */ 88: (stack) => stack.push(toText(stack.take(shortLength(stack)))),
  /* BINUNICODE8 */ 141: (stack) => stack.push(toText(stack.take(longLength(stack)))),
  /* SHORT_BINBYTES */ 67: (stack) => stack.push(stack.take(stack.byte())),
  /* BINBYTES */ 66: (stack) => stack.push(stack.take(shortLength(stack))),
  /* BINBYTES8 */ 142: (stack) => stack.push(stack.take(longLength(stack))),
  /* BYTEARRAY8 */ 150: (stack) => stack.push(stack.take(longLength(stack))),

  /* MARK */ 40: (stack) => stack.mark(),
  /* EMPTY_LIST */ 93: (stack) => stack.push([]),
  /* EMPTY_DICT */ 125: (stack) => stack.push(new Map()),
  /* EMPTY_TUPLE */ 41: (stack) => stack.push(new Tuple([])),
  /* APPEND */ 97: (stack) => append(stack, [stack.pop()]),
  /* APPENDS */ 101: (stack) => append(stack, stack.popMarked()),
  /* SETITEM */ 115: (stack) => setItems(stack, [stack.pop(), stack.pop()].reverse()),
  /* SETITEMS */ 117: (stack) => setItems(stack, stack.popMarked()),
  /* TUPLE */ 116: (stack) => stack.push(new Tuple(stack.popMarked())),
  /* TUPLE1 */ 133: (stack) => stack.push(new Tuple([stack.pop()])),
  /* TUPLE2 */ 134: (stack) => stack.push(new Tuple([stack.pop(), stack.pop()].reverse())),
  /* TUPLE3 */ 135: (stack) => stack.push(new Tuple([stack.pop(), stack.pop(), stack.pop()].reverse())),

  /* MEMOIZE */ 148: (stack) => stack.keep(),
  /* BINPUT */ 113: (stack) => stack.keep(stack.byte()),
  /* LONG_BINPUT */ 114: (stack) => stack.keep(shortLength(stack)),
  /* BINGET */ 104: (stack) => stack.recall(stack.byte()),
  /* LONG_BINGET */ 106: (stack) => stack.recall(shortLength(stack)),
};

function shortLength(stack: Stack): number {
  return stack.take(4).readUInt32LE();
}

function longLength(stack: Stack): number {
  return Number(stack.take(8).readBigUInt64LE());
}

/** Python lets half a surrogate pair through, which UTF-8 cannot hold. */
function toText(bytes: Buffer): string {
  return bytes.toString("utf8");
}

/** A whole number of any length, in two's complement, least significant byte first. */
function toNumber(bytes: Buffer): number {
  const bits = bytes.length * 8;
  if (bits === 0) return 0;
  return Number(BigInt.asIntN(bits, BigInt(`0x${Buffer.from(bytes).reverse().toString("hex")}`)));
}

function append(stack: Stack, values: readonly unknown[]): void {
  const list = stack.top<unknown[]>(Array);
  for (const value of values) list.push(value);
}

function setItems(stack: Stack, flat: readonly unknown[]): void {
  const dict = stack.top<Map<unknown, unknown>>(Map);
  if (flat.length % 2 !== 0) throw new Refused("is a pickle that makes no sense");
  for (let at = 0; at < flat.length; at += 2) dict.set(flat[at], flat[at + 1]);
}
