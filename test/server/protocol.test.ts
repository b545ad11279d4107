import { describe, expect, test } from "vitest";
import type { SocketIO } from "../../src/index.ts";
import { connected, next, serve } from "../_support/server.ts";
import { transportOf } from "./client.ts";
import { openPolling, openWebSocket } from "./raw.ts";

const echo = (sio: SocketIO) => sio.on("echo", (value: unknown) => value);
const websocketUrl = (url: string) => `${url}/socket.io/?EIO=4&transport=websocket`;

describe("transports", () => {
  test("clients begin with polling and change to WebSocket", async () => {
    await using server = await serve(echo);
    const client = await connected(server.client());
    expect((await openPolling(server.url)).handshake.upgrades).toEqual(["websocket"]);
    await expect.poll(() => transportOf(client)).toBe("websocket");
    expect(await client.emitWithAck("echo", 1)).toBe(1);
  });

  test.each([
    ["polling", "websocket"],
    ["websocket", "polling"],
  ] as const)("with %s alone, clients connect over it and not over %s", async (offered, other) => {
    await using server = await serve(echo, { transports: [offered] });
    expect(await server.client({ transports: [offered] }).emitWithAck("echo", 1)).toBe(1);
    await expect(connected(server.client({ transports: [other] }))).rejects.toThrow();
    expect(server.log.map(({ message }) => message)).toEqual([expect.stringContaining(`the transport "${other}"`)]);
  });

  test("with polling alone, no upgrade is offered", async () => {
    await using server = await serve(echo, { transports: ["polling"] });
    expect((await openPolling(server.url)).handshake.upgrades).toEqual([]);
  });
});

test("allowUpgrades: false, a client stays with the transport that it began with", async () => {
  await using server = await serve(echo, { allowUpgrades: false });
  expect((await openPolling(server.url)).handshake.upgrades).toEqual([]);
  const polling = server.client();
  expect(await polling.emitWithAck("echo", 1)).toBe(1);
  expect(transportOf(polling)).toBe("polling");
  expect(await server.client({ transports: ["websocket"] }).emitWithAck("echo", 1)).toBe(1);
});

test("the first packet tells clients the heartbeat and the limit in force", async () => {
  await using usual = await serve(echo);
  const told = { pingInterval: 25_000, pingTimeout: 20_000, maxPayload: 1_000_000 };
  expect((await openPolling(usual.url)).handshake).toMatchObject(told);
  await using server = await serve(echo, { pingInterval: "10s", pingTimeout: 5_000, maxHttpBufferSize: "64kb" });
  const other = { pingInterval: 10_000, pingTimeout: 5_000, maxPayload: 64_000 };
  expect((await openPolling(server.url)).handshake).toMatchObject(other);
});

describe("pingTimeout", () => {
  const heartbeat = { pingInterval: 100, pingTimeout: 100 };

  test("a client that answers no heartbeat is closed, over polling", async () => {
    await using server = await serve(echo, heartbeat);
    const client = await openPolling(server.url);
    await client.untilClosed();
    await expect.poll(() => server.sio.io.engine.clientsCount).toBe(0);
  });

  test("a client that answers no heartbeat is closed, over WebSocket", async () => {
    await using server = await serve(echo, heartbeat);
    const client = await openWebSocket(websocketUrl(server.url));
    await client.closed;
    await expect.poll(() => server.sio.io.engine.clientsCount).toBe(0);
  });

  test("a client that answers one is sent the next", async () => {
    await using server = await serve(echo, { pingInterval: 100 });
    const client = await connected(server.client());
    for (const _ of [1, 2, 3]) await new Promise((beat) => client.io.once("ping", () => beat(undefined)));
    expect(await client.emitWithAck("echo", 1)).toBe(1);
  });
});

describe("connectTimeout", () => {
  test("a client that joins no namespace is closed, over polling", async () => {
    await using server = await serve(echo, { connectTimeout: 100 });
    const client = await openPolling(server.url);
    await client.untilClosed();
    await expect.poll(() => server.sio.io.engine.clientsCount).toBe(0);
  });

  test("a client that joins no namespace is closed, over WebSocket", async () => {
    await using server = await serve(echo, { connectTimeout: 100 });
    const client = await openWebSocket(websocketUrl(server.url));
    await client.closed;
  });

  test("a client that has joined one stays when the time is over", async () => {
    await using server = await serve(echo, { connectTimeout: 1_000, pingInterval: 1_100 });
    const client = await connected(server.client());
    await new Promise((beat) => client.io.once("ping", () => beat(undefined)));
    expect(await client.emitWithAck("echo", 1)).toBe(1);
  });
});

test("asyncHandlers: a client's next event does not wait for the handler of the one before", async () => {
  await using server = await serve((sio) => {
    let release = () => {};
    sio.on("slow", () => new Promise<string>((resolve) => (release = () => resolve("slow"))));
    sio.on("fast", () => {
      release();
      return "fast";
    });
  });
  const client = server.client();
  const slow = client.emitWithAck("slow");
  expect(await client.emitWithAck("fast")).toBe("fast");
  expect(await slow).toBe("slow");
});

test("alwaysConnect: a client is told that it is in before the connect handler is done", async () => {
  let admit = () => {};
  await using server = await serve(
    (sio) => {
      sio.on("connect", () => new Promise<void>((resolve) => (admit = resolve)));
      sio.on("echo", (value: unknown) => value);
    },
    { alwaysConnect: true },
  );
  const client = await connected(server.client());
  expect(await client.emitWithAck("echo", 1)).toBe(1);
  admit();
});

test("namespaces: those that are listed are there for plain clients, with nothing in them", async () => {
  await using server = await serve(echo, { namespaces: ["/lobby"] });
  const client = await connected(server.client({ namespace: "/lobby" }));
  const heard = next(client, "news");
  server.sio.of("/lobby").emit("news", 1);
  expect(await heard).toEqual([1]);
});
