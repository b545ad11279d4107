import { expect, test } from "vitest";
import { decode, type Reading } from "../../src/queue/decode.ts";
import type { Emit } from "../../src/queue/message.ts";
import { pickled, withListOfArguments, withoutBinary, withRawData } from "./golden.ts";

const auto: Reading = { dialect: "auto", acceptPickle: true };
const older: Reading = { dialect: "5.15.0", acceptPickle: true };

const generations = [
  { release: "5.7.2", reading: auto, messages: pickled },
  { release: "5.14.0", reading: auto, messages: withoutBinary },
  { release: "5.15.0, whose lists count as arguments", reading: auto, messages: withRawData([1, 2], [1, "two"]) },
  { release: "5.15.0, if it is named", reading: older, messages: withRawData([[1, 2]], [[1, "two"]]) },
  { release: "5.15.1", reading: auto, messages: withListOfArguments },
] as const;

const rows = generations.flatMap(({ release, reading, messages }) =>
  messages.map((message) => ({ release, reading, ...message })),
);

test.each(rows)("$call of python-socketio $release", ({ reading, bytes, emits }) => {
  const { event, args } = emitIn(bytes, reading);
  expect([event, ...args]).toEqual(emits);
});

test.each([
  ["a pickle", pickled],
  ["JSON", withListOfArguments],
])("whom %s is for", (_, messages) => {
  const bytes = messages.find(({ emits: [event] }) => event === "bytes")?.bytes ?? Buffer.alloc(0);
  expect(emitIn(bytes, auto)).toMatchObject({ namespace: "/chat", rooms: ["r1", "r2"], except: ["SID123"] });
  const toAll = messages.find(({ emits: [event] }) => event === "str")?.bytes ?? Buffer.alloc(0);
  expect(emitIn(toAll, auto)).toMatchObject({ namespace: "/", rooms: "all", except: [] });
});

test.each([
  ['{"method": "disconnect", "sid": "abc", "namespace": "/"}', { method: "disconnect", sid: "abc", namespace: "/" }],
  [
    '{"method": "enter_room", "sid": "abc", "room": 7, "namespace": "/x", "host_id": "h"}',
    { method: "enter_room", sid: "abc", room: "7", namespace: "/x" },
  ],
  [
    '{"method": "leave_room", "sid": "abc", "room": "r", "namespace": null}',
    { method: "leave_room", sid: "abc", room: "r", namespace: "/" },
  ],
  ['{"method": "close_room", "room": "r1", "namespace": "/x"}', { method: "close_room", room: "r1", namespace: "/x" }],
])("%s", (text, request) => {
  expect(decode(Buffer.from(text), auto)?.request).toEqual(request);
});

test("who waits for an answer is kept", () => {
  const text =
    '{"method":"emit","event":"ping","data":["x"],"binary":false,"room":"S","callback":["S","/",3],"host_id":"h"}';
  expect(decode(Buffer.from(text), auto)).toMatchObject({
    host: "h",
    request: { rooms: ["S"], reply: { room: "S", namespace: "/", id: 3 } },
  });
});

test.each(['{"method": "callback", "host_id": "h", "id": 1, "args": []}', '{"method": "toString"}', '{"no": 1}'])(
  "%s asks for nothing",
  (text) => expect(decode(Buffer.from(text), auto)).toBeUndefined(),
);

test("words of Python's are left alone inside of strings", () => {
  const text = String.raw`{"method":"emit","event":"x","data":["NaN \" -Infinity \\", -Infinity, {"NaN": Infinity}],"binary":false}`;
  expect(emitIn(Buffer.from(text), auto).args).toEqual(['NaN " -Infinity \\', null, { NaN: null }]);
});

test("keys that mean something to JavaScript are data like any other", () => {
  const text = '{"method":"emit","event":"x","data":{"__proto__":{"polluted":1},"constructor":2},"binary":false}';
  const [data] = emitIn(Buffer.from(text), auto).args;
  expect(Object.keys(data as object)).toEqual(["__proto__", "constructor"]);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});

const emit = (fields: string) => `{"method":"emit","event":"x",${fields}}`;

const refused: readonly (readonly [what: string, message: string | Buffer, reason: RegExp])[] = [
  ["random bytes", Buffer.from([0xff, 0x00, 0x13]), /neither JSON nor a pickle/],
  ["text that is cut off", '{"method":"emit"', /neither JSON/],
  ["a list", "[1]", /no object/],
  ["2 MB", emit(`"data":"${"x".repeat(2_000_000)}"`), /larger than 1000000 bytes/],
  ["depth", emit(`"data":${"[".repeat(1_000)}${"]".repeat(1_000)}`), /more than 64 deep/],
  ["1,001 rooms", emit(`"data":1,"room":[${Array(1_001).fill('"r"').join()}]`), /more than 1000 rooms/],
  [
    "1,001 attachments",
    emit(`"binary":true,"data":[{},${Array(1_001).fill('"AA=="').join()}]`),
    /more than 1000 pieces/,
  ],
  ["a place without data", emit('"binary":true,"data":[[{"_placeholder":true,"num":0}]]'), /does not fit/],
  [
    "data in many places",
    emit('"binary":true,"data":[[{"_placeholder":true,"num":0},{"_placeholder":true,"num":0}],"AA=="]'),
    /does not fit/,
  ],
  ["data without a place", emit('"binary":true,"data":[["x"],"AA=="]'), /does not fit/],
  ["binary data that is none", emit('"binary":true,"data":"x"'), /does not fit/],
  ["a room that is an object", emit('"data":1,"room":{}'), /no text/],
  ["a reserved event", '{"method":"emit","event":"disconnect","data":1}', /Socket.IO's own/],
  ["an event that is no text", '{"method":"emit","event":7,"data":1}', /no text/],
];

test.each(refused)("%s is refused", (_, message, reason) => {
  expect(() => decode(Buffer.from(message as string), auto)).toThrow(reason);
});

test("a pickle is refused unless it is asked for", () => {
  const bytes = pickled[0]?.bytes ?? Buffer.alloc(0);
  expect(() => decode(bytes, { ...auto, acceptPickle: false })).toThrow(/is a pickle/);
});

function emitIn(bytes: Buffer, reading: Reading): Emit {
  const request = decode(bytes, reading)?.request;
  if (request?.method !== "emit") throw new Error("It is no event.");
  return request;
}
