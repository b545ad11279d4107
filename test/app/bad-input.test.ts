import { beforeAll, describe, expect, test } from "vitest";
import {
  call,
  closeRoom,
  disconnect,
  emit,
  event,
  except,
  joinRoom,
  leaveRoom,
  Namespace,
  on,
  onError,
  onErrorDefault,
  onNamespace,
  rooms,
  type SocketIO,
  send,
  sendJson,
  sleep,
  startBackgroundTask,
  to,
} from "../../src/index.ts";
import { connected, serve, type TestServer } from "../_support/server.ts";

const handler = () => {};
const cycle: { self?: unknown } = {};
cycle.self = cycle;

/** What is passed, which no type allows. */
const wrong = (value: unknown) => value as never;

/** Calls that must throw, and what the message must name. */
type Mistakes = readonly (readonly [code: string, call: (sio: SocketIO) => unknown, named: string])[];

const registering: Mistakes = [
  ["on(5, f)", () => on(wrong(5), handler), "The event must be text, not 5."],
  ['on("", f)', () => on("", handler), "The event must be text, not ''."],
  ["on([null], f)", () => on(wrong([null]), handler), "The event must be text, not null."],
  ['on("connection", f)', () => on("connection", handler), 'The event "connection" is called "connect" here.'],
  ['on("disconnecting", f)', () => on("disconnecting", handler), 'The event "disconnecting" is Socket.IO\'s own'],
  ['on("x")', () => on("x", wrong(undefined)), "The handler must be a function, not undefined."],
  ['on("x", {})', () => on("x", wrong({})), "The handler must be a function, not {}."],
  ["event(5)", () => event(wrong(5)), "The handler must be a function, not 5."],
  ["event(() => {})", () => event(wrong((() => () => {})())), "takes its name from the function"],
  ["onError(5)", () => onError(wrong(5)), "The handler must be a function, not 5."],
  ["onErrorDefault(null)", () => onErrorDefault(wrong(null)), "The handler must be a function, not null."],
  ["onNamespace({})", () => onNamespace(wrong({})), "onNamespace() takes an instance of a class"],
  ["onNamespace(Class)", () => onNamespace(wrong(class extends Namespace {})), "onNamespace() takes an instance"],
  ["startBackgroundTask(5)", () => startBackgroundTask(wrong(5)), "must be a function, not 5."],
];

const speaking: Mistakes = [
  ["emit(5)", () => emit(wrong(5)), "The event must be text, not 5."],
  ['emit("connect")', () => emit("connect"), 'The event "connect" is Socket.IO\'s own and cannot be sent.'],
  ['emit("x", f)', () => emit("x", handler), 'A function cannot be sent with "x".'],
  ['emit("x", { a: [1n] })', () => emit("x", { a: [1n] }), 'The arguments of "x" cannot be sent: there is a BigInt'],
  ['emit("x", { a: [f] })', () => emit("x", { a: [handler] }), "there is a function at a.0."],
  ['emit("x", symbol)', () => emit("x", Symbol("s")), "there is a symbol."],
  ['emit("x", cycle)', () => emit("x", cycle), "it contains itself"],
  ["send(cycle)", () => send(cycle), "it contains itself"],
  ["sendJson(1n)", () => sendJson(1n), "there is a BigInt"],
  ["to({})", () => to(wrong({})), "The room must be text, not {}."],
  ["to([5])", () => to(wrong([5])), "The room must be text, not 5."],
  ["except(null)", () => except(wrong(null)), "The room must be text, not null."],
  ["call(5)", () => call(wrong(5)), "The event must be text, not 5."],
  ['call("x", cycle)', () => call("x", cycle), "it contains itself"],
  ['call("x", 1n)', () => call("x", 1n), "there is a BigInt"],
];

const elsewhere = { namespace: "/nowhere" };
const unknown = 'There is no namespace "/nowhere". There are: /.';

const members: Mistakes = [
  ["joinRoom({})", () => joinRoom(wrong({})), "The room must be text, not {}."],
  ['joinRoom("r", { namespace: "/nowhere" })', () => joinRoom("r", elsewhere), unknown],
  [
    'joinRoom("r", { namespace: 5 })',
    () => joinRoom("r", { namespace: wrong(5) }),
    "The namespace must be text, not 5.",
  ],
  ["leaveRoom(5)", () => leaveRoom(wrong(5)), "The room must be text, not 5."],
  ['leaveRoom("r", { namespace: "/nowhere" })', () => leaveRoom("r", elsewhere), unknown],
  ["closeRoom([])", () => closeRoom(wrong([])), "The room must be text, not []."],
  ['closeRoom("r", { namespace: "/nowhere" })', () => closeRoom("r", elsewhere), unknown],
  ['rooms({ namespace: "/nowhere" })', () => rooms(elsewhere), unknown],
  ['disconnect({ namespace: "/nowhere" })', () => disconnect(elsewhere), unknown],
];

const application: Mistakes = [
  ["app.on(5, f)", (sio) => sio.on(wrong(5), handler), "The event must be text, not 5."],
  ['app.on("x", 5)', (sio) => sio.on("x", wrong(5)), "The handler must be a function, not 5."],
  ["app.emit(5)", (sio) => sio.emit(wrong(5)), "The event must be text, not 5."],
  ['app.emit("x", cycle)', (sio) => sio.emit("x", cycle), "it contains itself"],
  [
    'app.emit("x", { at: 1n })',
    (sio) => sio.emit("x", { at: 1n }),
    "there is a BigInt, which should be text or a number at",
  ],
  ["app.to({})", (sio) => sio.to(wrong({})), "The room must be text, not {}."],
  ["app.except(5)", (sio) => sio.except(wrong(5)), "The room must be text, not 5."],
  ["app.closeRoom(5)", (sio) => sio.closeRoom(wrong(5)), "The room must be text, not 5."],
  ["app.of(5)", (sio) => sio.of(wrong(5)), "The namespace must be text, not 5."],
  ["app.attach({})", (sio) => sio.attach(wrong({})), "attach() takes an HTTP server"],
];

const waiting: Mistakes = [
  ['sleep("1s")', () => sleep(wrong("1s")), "The ms must be a number of milliseconds"],
  ["sleep(1, {})", () => sleep(1, wrong({})), "The signal must be an AbortSignal, not {}."],
];

describe.each(Object.entries({ registering, speaking, members, application, waiting }))("%s", (_, mistakes) => {
  let server: TestServer;
  /** What the calls threw or rejected with, each made where a handler would. */
  const thrown: unknown[] = [];
  beforeAll(async () => {
    server = await serve((sio) =>
      sio.on("try", async (index: number) => {
        thrown[index] = await (async () => mistakes[index]?.[1](sio))().catch((error: unknown) => error);
      }),
    );
    return () => server[Symbol.asyncDispose]();
  });

  test.each(mistakes.map(([code, , named], index) => ({ code, named, index })))(
    "$code throws a TypeError that says what is wrong",
    async ({ index, named }) => {
      const client = await connected(server.client());
      await client.emitWithAck("try", index);
      expect(thrown[index]).toBeInstanceOf(TypeError);
      expect((thrown[index] as Error).message).toContain(named);
      expect(client.connected).toBe(true);
      expect([...server.sio.io._nsps.keys()]).toEqual(["/"]);
    },
  );
});
