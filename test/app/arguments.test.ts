import type { Server } from "socket.io";
import { expect, test } from "vitest";
import {
  call,
  closeRoom,
  disconnect,
  joinRoom,
  Namespace,
  on,
  onError,
  rooms,
  SocketIO,
  startBackgroundTask,
  timeout,
} from "../../src/index.ts";
import { connected, serve } from "../_support/server.ts";

const handler = () => {};

/** What the types refuse, and JavaScript passes all the same. */
const wrong = (value: unknown) => value as never;

type Mistakes = readonly (readonly [code: string, mistake: (sio: SocketIO) => unknown, named: string])[];

const gaps: Mistakes = [
  ['timeout("x").call("x")', () => timeout(wrong("x")).call("x"), "The ms must be a number"],
  ['timeout(-1).call("x")', () => timeout(-1).call("x"), "The ms must be a number"],
  ['call.to(5)("x")', () => call.to(wrong(5))("x"), "The sid must be text"],
  ['joinRoom("r", null)', () => joinRoom("r", wrong(null)), "must be an object"],
  ['joinRoom("r", "/x")', () => joinRoom("r", wrong("/x")), "must be an object"],
  ['joinRoom("r", { sid: 5 })', () => joinRoom("r", { sid: wrong(5) }), "The sid must be text"],
  ["rooms({ sid: 5 })", () => rooms({ sid: wrong(5) }), "The sid must be text"],
  ['disconnect("x")', () => disconnect(wrong("x")), "must be an object"],
  ['closeRoom("x", null)', () => closeRoom("x", wrong(null)), "must be an object"],
  ['on("x", f, null)', () => on("x", handler, wrong(null)), "must be an object"],
  ['on("x", f, "/x")', () => on("x", handler, wrong("/x")), "must be an object"],
  ['on("x", f, { namespace: 5 })', () => on("x", handler, { namespace: wrong(5) }), "The namespace must be text"],
  ["on([], f)", () => on([], handler), "The event"],
  ["onError(f, null)", () => onError(handler, wrong(null)), "must be an object"],
  ["new SocketIO(null)", () => new SocketIO(wrong(null)), "The options must be"],
  ["new SocketIO(5)", () => new SocketIO(wrong(5)), "The options must be"],
  ["startBackgroundTask(5)", () => startBackgroundTask(wrong(5)), "The task must be"],
  ["new Namespace(5)", () => new Namespace(wrong(5)), "The namespace must be text"],
  ["app.send(1n)", (sio) => sio.send(1n), "there is a BigInt"],
  ["app.send(f)", (sio) => sio.send({ f() {} }), "there is a function"],
];
test.each(gaps)("%s is a TypeError that names the argument", async (_code, mistake, named) => {
  let thrown: unknown;
  await using server = await serve((sio) =>
    sio.on("try", async () => {
      thrown = await (async () => mistake(sio))().catch((error: unknown) => error);
    }),
  );
  await server.client().emitWithAck("try");
  expect(thrown).toBeInstanceOf(TypeError);
  expect(String(thrown)).toContain(named);
});

test("half a million arguments for plain code are refused, and nobody else notices", async () => {
  const crashes: unknown[] = [];
  const crash = (error: unknown) => crashes.push(error);
  process.on("uncaughtException", crash);
  const setup = (io: Server) => {
    io.on("connection", (socket) =>
      socket.on("count", (...args: unknown[]) => (args.at(-1) as (n: number) => void)(1)),
    );
  };
  await using server = await serve((sio) => sio.registry.addPlain(setup, "/"));
  await server.sio.swap(server.sio.registry);
  const [flooding, other] = [server.client({ transports: ["websocket"] }), server.client()];
  await connected(flooding);
  flooding.io.engine.write(`2["count"${",1".repeat(490_000)}]`);
  await expect.poll(() => server.log.map(({ message }) => message).join()).toContain("arguments");
  expect(await other.emitWithAck("count")).toBe(1);
  process.off("uncaughtException", crash);
  expect(crashes).toEqual([]);
});

test("an answer with a prototype's key is refused", async () => {
  let thrown: unknown;
  await using server = await serve((sio) =>
    sio.on("ask", async () => {
      thrown = await call("question").catch((error: unknown) => error);
    }),
  );
  const client = server.client();
  client.on("question", (ack) => ack(JSON.parse('{"__proto__":{"x":1}}')));
  await client.emitWithAck("ask");
  expect(String(thrown)).toContain('the key "__proto__"');
});
