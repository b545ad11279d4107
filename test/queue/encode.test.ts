import { expect, test } from "vitest";
import { decode } from "../../src/queue/decode.ts";
import type { Dialect } from "../../src/queue/dialect.ts";
import { encodeAnswer, encodeRequest } from "../../src/queue/encode.ts";
import type { Emit } from "../../src/queue/message.ts";
import { Refused } from "../../src/queue/refused.ts";
import { withListOfArguments } from "./golden.ts";
import { randomly } from "./randomly.ts";

const host = "0123456789abcdef0123456789abcdef";

const emit = (...args: readonly unknown[]): Emit => ({
  method: "emit",
  event: "x",
  args,
  namespace: "/",
  rooms: "all",
  except: [],
});

const dataOf = (args: readonly unknown[], dialect: Dialect = "auto"): unknown =>
  JSON.parse(encodeRequest(emit(...args), { host, dialect })).data;

test.each([
  { args: [], data: null },
  { args: [null], data: null },
  { args: [undefined], data: null },
  { args: ["a"], data: "a" },
  { args: [{ a: 1 }], data: { a: 1 } },
  { args: [[1, 2]], data: [[1, 2]] },
  { args: [1, "two"], data: [1, "two"] },
  { args: [Number.NaN], data: null },
  { args: [{ b: Buffer.from([0, 1]) }], data: [{ b: { _placeholder: true, num: 0 } }, "AAE="] },
  { args: [new Uint8Array([2])], data: [{ _placeholder: true, num: 0 }, "Ag=="] },
  { args: [1, Buffer.from([2])], data: [[1, { _placeholder: true, num: 0 }], "Ag=="] },
])("$args is written so that as many releases as can be read it", ({ args, data }) => {
  expect(dataOf(args)).toEqual(data);
});

test("a list is written bare for the releases that know no other", () => {
  expect(dataOf([[1, 2]], "5.15.0")).toEqual([1, 2]);
});

test("every key that a receiver may ask for is there", () => {
  const text = encodeRequest({ ...emit("é"), rooms: ["r"], except: ["a", "b"] }, { host, dialect: "auto" });
  expect(JSON.parse(text)).toEqual({
    method: "emit",
    event: "x",
    data: "é",
    binary: false,
    namespace: "/",
    room: "r",
    skip_sid: ["a", "b"],
    callback: null,
    host_id: host,
  });
});

test("an answer goes to who has asked", () => {
  const text = encodeAnswer({
    method: "callback",
    host: "theirs",
    reply: { room: "sid", namespace: "/", id: 4 },
    args: ["pong", Buffer.from([0, 1])],
  });
  expect(JSON.parse(text)).toEqual({
    method: "callback",
    host_id: "theirs",
    sid: "sid",
    namespace: "/",
    id: 4,
    args: ["pong", "AAE="],
  });
});

test("what is written is read as it was, whatever it is", () => {
  const { integer } = randomly(3);
  const value = (depth: number): unknown => {
    const kinds = depth > 4 ? 6 : 8;
    const made = [
      () => null,
      () => integer(2) === 0,
      () => integer(2 ** 31) - 2 ** 30,
      () => String.fromCodePoint(integer(0xd7ff), integer(0x20)),
      () => Buffer.from([integer(256), integer(256)]),
      () => '-Infinity NaN \\"',
      () => Array.from({ length: integer(4) }, () => value(depth + 1)),
      () => Object.fromEntries(Array.from({ length: integer(4) }, (_, index) => [`k${index}`, value(depth + 1)])),
    ][integer(kinds)];
    return made?.();
  };
  for (let round = 0; round < 2_000; round++) {
    const args = Array.from({ length: 2 + integer(3) }, () => value(0));
    const received = decode(Buffer.from(encodeRequest(emit(...args), { host, dialect: "auto" })), {
      dialect: "auto",
      acceptPickle: false,
    });
    expect(received).toEqual({ host, request: emit(...args) });
  }
});

test("whatever is done to its bytes, JSON is read or refused", () => {
  const { integer } = randomly(5);
  for (let round = 0; round < 20_000; round++) {
    const bytes = Buffer.from(withListOfArguments[integer(withListOfArguments.length)]?.bytes ?? []);
    for (let change = integer(4); change >= 0; change--) bytes[integer(bytes.length)] = integer(256);
    try {
      decode(bytes, { dialect: "auto", acceptPickle: true });
    } catch (error) {
      expect(error).toBeInstanceOf(Refused);
    }
  }
});
