import { describe, expect, test } from "vitest";
import { ackWith, emit, joinRoom, leaveRoom, request, rooms, send, session, to } from "../../src/index.ts";
import { connected, next, serve } from "../_support/server.ts";

describe.each(["polling", "websocket"])("over %s", (transport) => {
  const transports = [transport];

  test("what a handler returns is the ack", async () => {
    await using server = await serve((sio) => {
      sio.on("add", (a: number, b: number) => a + b);
      sio.on("later", async (text: string) => text.toUpperCase());
      sio.on("nothing", () => undefined);
      sio.on("divide", (a: number, b: number) => ackWith(Math.floor(a / b), a % b));
    });
    const client = server.client({ transports });
    expect(await client.emitWithAck("add", 1, 2)).toBe(3);
    expect(await client.emitWithAck("later", "hi")).toBe("HI");
    expect(await new Promise((resolve) => client.emit("nothing", (...args: unknown[]) => resolve(args)))).toEqual([]);
    expect(await new Promise((resolve) => client.emit("divide", 7, 2, (...args: unknown[]) => resolve(args)))).toEqual([
      3, 1,
    ]);
  });

  test("binary goes both ways, anywhere in the arguments", async () => {
    await using server = await serve((sio) => {
      sio.on("reverse", ({ bytes }: { bytes: Buffer }) => ({ bytes: Buffer.from(bytes).reverse() }));
    });
    const client = server.client({ transports });
    const { bytes } = await client.emitWithAck("reverse", { bytes: Buffer.from([1, 2, 3]) });
    expect([...new Uint8Array(bytes)]).toEqual([3, 2, 1]);
  });

  test("emits and joins of a connect handler reach the client after it is accepted, in order", async () => {
    await using server = await serve((sio) => {
      sio.on("connect", async () => {
        emit("first");
        await joinRoom("lobby");
        to("lobby").emit("second", rooms().includes("lobby"));
        send("third");
      });
    });
    const client = server.client({ transports });
    const seen: unknown[] = [];
    client.on("connect", () => seen.push("connect"));
    client.onAny((...args) => seen.push(args));
    await next(client, "message");
    expect(seen).toEqual(["connect", ["first"], ["second", true], ["message", "third"]]);
  });
});

test("the context is right across await and timers", async () => {
  await using server = await serve((sio) => {
    sio.on("who", async (name: string) => {
      session.name = name;
      await new Promise((resolve) => setTimeout(resolve, 1));
      return [request.sid, session.name, request.event];
    });
  });
  const clients = ["a", "b", "c"].map((name) => ({ name, client: server.client() }));
  for (const { name, client } of clients) {
    await connected(client);
    expect(await client.emitWithAck("who", name)).toEqual([client.id, name, { message: "who", args: [name] }]);
  }
});

test("a context-bound function outside of a handler says what to use instead", () => {
  expect(() => emit("x")).toThrow("emit only works while an event is being handled. Elsewhere, use app.emit");
});

test("rooms: a member hears, one that left does not", async () => {
  await using server = await serve((sio) => {
    sio.on("join", async (room: string) => joinRoom(room));
    sio.on("leave", async (room: string) => leaveRoom(room));
    sio.on("say", (room: string, text: string) => void to(room).emit("said", text));
  });
  const [one, two] = [server.client(), server.client()];
  await one.emitWithAck("join", "r");
  await two.emitWithAck("join", "r");
  const heard = next(two, "said");
  one.emit("say", "r", "hello");
  expect(await heard).toEqual(["hello"]);
  await two.emitWithAck("leave", "r");
  const again: unknown[] = [];
  two.on("said", (text) => again.push(text));
  await one.emitWithAck("say", "r", "gone?");
  await two.emitWithAck("leave", "r");
  expect(again).toEqual([]);
});

test("the catch-all gets the name of every event without a handler of its own, in order with the others", async () => {
  const seen: unknown[] = [];
  await using server = await serve((sio) => {
    sio.on("known", () => void seen.push("known"));
    sio.on("*", (...args: unknown[]) => {
      seen.push(args);
      return "caught";
    });
  });
  const client = server.client();
  client.emit("odd", 1);
  client.emit("known");
  expect(await client.emitWithAck("odd", 2)).toBe("caught");
  expect(seen).toEqual([["odd", 1], "known", ["odd", 2]]);
});
