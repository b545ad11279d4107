import type { Server } from "socket.io";
import { expect, test } from "vitest";
import { type PlainSetup, Registry } from "../../../src/app/registry.ts";
import { request, type SocketIO } from "../../../src/index.ts";
import { connected, serve } from "../../_support/server.ts";
import { deferred, onConnection, servePlain } from "./serve.ts";

type Ack = (...values: unknown[]) => void;

/** Puts plain code and function handlers in force, as one load of a file with both does. */
async function load(
  sio: SocketIO,
  setup: (io: Server) => unknown,
  register: (registry: Registry) => void,
): Promise<void> {
  const registry = new Registry();
  registry.addPlain(setup as PlainSetup, "/");
  register(registry);
  await sio.swap(registry);
}

test("middlewares of plain code stay before connect handlers", async () => {
  const seen: string[] = [];
  const code = (version: number) => (io: Server) => {
    io.use((_socket, proceed) => {
      seen.push(`use ${version}`);
      proceed();
    });
  };
  await using server = await serve(() => {});
  for (const version of [1, 2]) {
    await load(server.sio, code(version), (registry) => {
      registry.addHandler("/", "connect", () => void seen.push(`connect ${version}`));
    });
    await connected(server.client());
  }
  expect(seen).toEqual(["use 1", "connect 1", "use 2", "connect 2"]);
});

test("function handlers go on in a namespace that plain code has made and made again", async () => {
  await using server = await serve(() => {});
  const where = (registry: Registry) => registry.addHandler("*", "where", () => request.namespace);
  const code = (version: number) => (io: Server) => {
    io.of("/made").on("connection", (socket) => {
      socket.on("version", (ack: Ack) => ack(version));
    });
  };
  await load(server.sio, code(1), where);
  const client = server.client({ namespace: "/made" });
  expect(await client.emitWithAck("where")).toBe("/made");
  await load(server.sio, code(2), where);
  for (const one of [client, server.client({ namespace: "/made" })]) {
    expect(await one.emitWithAck("where")).toBe("/made");
    expect(await one.emitWithAck("version")).toBe(2);
  }
});

test("a namespace of function handlers is refused once nothing handles it, and who is there stays", async () => {
  await using server = await serve(() => {});
  await load(
    server.sio,
    () => {},
    (registry) => registry.addHandler("/chat", "x", () => "x"),
  );
  const client = server.client({ namespace: "/chat" });
  expect(await client.emitWithAck("x")).toBe("x");
  await server.sio.swap(new Registry());
  expect(client.connected).toBe(true);
  await expect(connected(server.client({ namespace: "/chat" }))).rejects.toThrow("Invalid namespace");
});

test("a broken swap of plain code leaves function handlers as they were", async () => {
  await using server = await serve(() => {});
  const version = (name: string) => (registry: Registry) => registry.addHandler("/", "version", () => name);
  await load(server.sio, () => {}, version("old"));
  const client = server.client();
  expect(await client.emitWithAck("version")).toBe("old");
  const broken = onConnection(() => {
    throw new Error("boom");
  });
  await expect(load(server.sio, broken, version("new"))).rejects.toThrow("boom");
  expect(await client.emitWithAck("version")).toBe("old");
});

test("an event that a slow middleware has in hand when the code is swapped reaches the new listeners", async () => {
  const [arrived, go, replaying, ready] = [deferred(), deferred(), deferred(), deferred()];
  const seen: unknown[] = [];
  await using server = await servePlain(
    onConnection((socket) => {
      socket.use((_event, proceed) => {
        arrived.resolve();
        void go.promise.then(() => proceed());
      });
      socket.on("say", (n: number) => seen.push(["old", n]));
    }),
  );
  const client = await connected(server.client());
  client.emit("say", 1);
  await arrived.promise;
  const swapped = server.swap(
    onConnection(async (socket) => {
      replaying.resolve();
      await ready.promise;
      socket.on("say", (n: number) => seen.push(["new", n]));
      socket.on("done", (ack: Ack) => ack());
    }),
  );
  await replaying.promise;
  go.resolve();
  await Promise.resolve();
  ready.resolve();
  await swapped;
  await client.emitWithAck("done");
  expect(seen).toEqual([["new", 1]]);
});

test("swaps that are asked for at the same time happen one after the other", async () => {
  const seen: string[] = [];
  const code = (version: number) => async () => {
    seen.push(`start ${version}`);
    await Promise.resolve();
    seen.push(`ready ${version}`);
  };
  await using server = await servePlain(code(1));
  await Promise.all([server.swap(code(2)), server.swap(code(3))]);
  expect(seen.slice(2)).toEqual(["start 2", "ready 2", "start 3", "ready 3"]);
});
