import { describe, expect, test } from "vitest";
import { createJoiner, framesOf } from "../../src/adapters/bus/frames.ts";
import { wordOf } from "../../src/adapters/bus/link.ts";
import { decode, encode } from "../../src/adapters/bus/message.ts";
import type { Message } from "../../src/adapters/bus/shapes.ts";

const node = "0123456789abcdef";
const other = "fedcba9876543210";

/** A broadcast of some arguments. */
function broadcast(...args: readonly unknown[]): Message {
  const packet = { type: 2, data: ["news", ...args] };
  return { uid: node, nsp: "/", type: 3, data: { packet, opts: { rooms: ["a"], except: [], flags: {} } } };
}

/** What clients of another node would get. */
function across(...args: readonly unknown[]): unknown[] {
  const { data } = decode(encode(broadcast(...args))) as unknown as { data: { packet: { data: unknown[] } } };
  return data.packet.data.slice(1);
}

describe("messages between nodes", () => {
  test("carry what JSON can hold, and bytes wherever they stand", () => {
    const bytes = Buffer.from([0, 255]);
    expect(across("text", 1.5, null, { deep: [true, { a: bytes }] }, bytes)).toEqual([
      "text",
      1.5,
      null,
      { deep: [true, { a: bytes }] },
      bytes,
    ]);
    const view = new Uint16Array([1, 2, 3]).subarray(1);
    expect(across(view, new Uint8Array([7]).buffer)).toEqual([Buffer.from([2, 0, 3, 0]), Buffer.from([7])]);
  });

  test("look to clients as if they came from their own server", () => {
    const bytes = Buffer.from([1]);
    expect(across(new Date(0), undefined, { gone: undefined, toJSON: () => ({ bytes }) })).toEqual([
      "1970-01-01T00:00:00.000Z",
      null,
      { bytes },
    ]);
  });

  test("never let data be taken for bytes, or reach a prototype", () => {
    const sly = JSON.parse('{"__proto__":{"polluted":true},"_placeholder":true,"num":0}');
    expect(across(sly, Buffer.from([1]))).toEqual([sly, Buffer.from([1])]);
    expect("polluted" in {}).toBe(false);
  });

  test("cannot hold circles", () => {
    const round: unknown[] = [];
    round.push(round);
    expect(() => encode(broadcast(round))).toThrow();
    expect(() => encode(broadcast(1n))).toThrow();
  });

  test.each([
    ["no bytes", Buffer.alloc(0)],
    ["a length beyond the end", Buffer.from([255, 255, 255, 255, 91, 93])],
    ["an attachment in a prototype", text('[{"uid":"x","nsp":"/","type":1},[[["__proto__","x"],0]]]')],
    ["an attachment in the place of something else", text('[{"uid":"x","nsp":"/","type":1},[[["uid"],0]]]')],
    ["an attachment longer than all", text('[{"uid":"x","nsp":null,"type":1},[[["nsp"],9]]]')],
    ["an attachment of negative length", text('[{"uid":"x","nsp":null,"type":1},[[["nsp"],-1]]]')],
    ["no attachments", text('[{"uid":"x","nsp":"/","type":1}]')],
    ["an unknown type", text('[{"uid":"x","nsp":"/","type":"toString"},[]]')],
    ["a sender without a name", text('[{"uid":"","nsp":"/","type":1},[]]')],
    ["data that is not for its type", text('[{"uid":"x","nsp":"/","type":5,"data":{"opts":{},"rooms":["a"]}},[]]')],
  ])("are refused: %s", (_, bytes) => {
    expect(() => decode(bytes)).toThrow();
  });
});

describe("frames", () => {
  test("a message is cut to the size that the broker takes, and put together again among those of others", () => {
    const join = createJoiner(other);
    const [mine, yours] = [Buffer.alloc(1_000, "a"), Buffer.alloc(700, "b")];
    const first = framesOf({ node, number: 7, bytes: mine }, 120);
    const second = framesOf({ node: "ffffffffffffffff", number: 7, bytes: yours }, 120);
    expect(first.length).toBe(10);
    expect(first.every(({ length }) => length <= 120)).toBe(true);
    const joined = first
      .flatMap((frame, index) => [frame, ...second.slice(index, index + 1)])
      .map((frame) => join(frame));
    expect(joined.filter(Boolean)).toEqual([yours, mine]);
  });

  test("an empty message is one frame, and one's own are left out", () => {
    const [frame = Buffer.alloc(0)] = framesOf({ node, number: 2 ** 32 + 1, bytes: Buffer.alloc(0) }, 100);
    expect(createJoiner(other)(frame)).toEqual(Buffer.alloc(0));
    expect(createJoiner(node)(frame)).toBeUndefined();
  });

  test("a message whose parts are missing or out of order is lost, and the next is not", () => {
    const join = createJoiner(other);
    const frames = (number: number) => framesOf({ node, number, bytes: Buffer.alloc(200, "x") }, 120);
    const [first, second] = [frames(1), frames(2)];
    join(first[0] as Buffer);
    expect(() => join(second[1] as Buffer)).toThrow("other parts have not come");
    expect(() => join(first[1] as Buffer)).toThrow("other parts have not come");
    expect(second.map((frame) => join(frame)?.length)).toEqual([undefined, 200]);
  });

  test("what is too large for the broker is not sent in part", () => {
    expect(() => framesOf({ node, number: 1, bytes: Buffer.alloc(100) }, 10)).toThrow(RangeError);
    expect(() => framesOf({ node, number: 1, bytes: Buffer.alloc(70_000) }, 21)).toThrow(RangeError);
  });
});

test("bytes that are changed at random are refused, or make another message, and nothing else", () => {
  const random = generator(7_366);
  const [frame = Buffer.alloc(0)] = framesOf(
    { node, number: 1, bytes: encode(broadcast({ a: Buffer.from("bytes") })) },
    10_000,
  );
  const join = createJoiner(other);
  for (let round = 0; round < 20_000; round++) {
    const changed = Buffer.from(frame.subarray(0, frame.length - Math.floor(random() * 3)));
    for (let change = 0; change < 3; change++) changed[Math.floor(random() * changed.length)] = random() * 256;
    try {
      const bytes = join(changed);
      if (bytes) decode(bytes);
    } catch (error) {
      expect(error).toBeInstanceOf(Error);
    }
  }
  expect("polluted" in {}).toBe(false);
});

test("names of channels stay apart whatever they are", () => {
  expect(["a", "a.b", "a b", "a~20b", "a*", "ü"].map(wordOf)).toEqual([
    "a",
    "a~2eb",
    "a~20b",
    "a~7e20b",
    "a~2a",
    "~c3~bc",
  ]);
});

/** JSON, framed as a message is. */
function text(json: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(Buffer.byteLength(json));
  return Buffer.concat([length, Buffer.from(json)]);
}

/** Numbers from 0 to 1 that look random, and are the same in each run. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}
