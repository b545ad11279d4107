import { EventEmitter, once } from "node:events";
import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { call, emit, nsp, request, session, socket } from "../../src/index.ts";
import { connected, next, serve } from "../_support/server.ts";

/** Goes on later, in the ways that code does; each must find its own client again. */
const waits: Readonly<Record<string, () => Promise<unknown>>> = {
  "a promise": () => Promise.resolve(),
  "a timer": () => new Promise((resolve) => setTimeout(resolve, 1)),
  "the next turn": () => new Promise((resolve) => setImmediate(resolve)),
  "a microtask": () => new Promise<void>((resolve) => queueMicrotask(resolve)),
  "process.nextTick": () => new Promise<void>((resolve) => process.nextTick(resolve)),
  "several promises at once": () => Promise.all([Promise.resolve(1), new Promise((resolve) => setTimeout(resolve, 1))]),
  "an emitter of its own": () => {
    const emitter = new EventEmitter();
    setImmediate(() => emitter.emit("go"));
    return once(emitter, "go");
  },
  "a stream": async () => {
    for await (const _ of Readable.from(["a", "b"])) await new Promise((resolve) => setImmediate(resolve));
  },
  "an answer of the client": () => call("echo", 1),
};

test.each(Object.entries(waits))("after %s, a handler still knows its client", async (_name, wait) => {
  await using server = await serve((sio) => {
    sio.on("who", async (mine: number) => {
      session.mine = mine;
      await wait();
      return [request.sid, session.mine, request.event.args, socket.id, nsp.name];
    });
  });
  const clients = [0, 1, 2].map(() => server.client());
  for (const client of clients) {
    await connected(client);
    client.on("echo", (value, ack) => ack(value));
  }
  const answers = clients.map((client, mine) => client.emitWithAck("who", mine));
  const expected = clients.map(({ id }, mine) => [id, mine, [mine], id, "/"]);
  expect(await Promise.all(answers)).toEqual(expected);
});

test("callbacks that outlive their handler still reach its client", async () => {
  await using server = await serve((sio) => {
    sio.on("later", (text: string) => {
      setTimeout(() => emit("now", text, request.sid), 1);
      return "ok";
    });
  });
  const [one, two] = [await connected(server.client()), await connected(server.client())];
  const heard = [next(one, "now"), next(two, "now")];
  expect(await Promise.all([one.emitWithAck("later", "a"), two.emitWithAck("later", "b")])).toEqual(["ok", "ok"]);
  expect(await Promise.all(heard)).toEqual([
    ["a", one.id],
    ["b", two.id],
  ]);
});

test("a thousand handlers that run at once keep apart what belongs to their clients", async () => {
  const clientCount = 20;
  const eventsEach = 50;
  const gate = new EventEmitter().setMaxListeners(0);
  let waiting = 0;
  await using server = await serve((sio) => {
    sio.on("hello", (name: string) => {
      session.name = name;
    });
    sio.on("count", async (index: number) => {
      const opened = once(gate, "open");
      waiting += 1;
      if (waiting === clientCount * eventsEach) gate.emit("open");
      await opened;
      const steps = Object.values(waits).slice(0, 5);
      for (let step = 0; step <= index % steps.length; step += 1) await steps[step]?.();
      return [session.name, request.sid, request.event.args[0]];
    });
  });
  const clients = Array.from({ length: clientCount }, (_, index) => ({ name: `c${index}`, client: server.client() }));
  await Promise.all(clients.map(({ name, client }) => client.emitWithAck("hello", name)));
  const indexes = Array.from({ length: eventsEach }, (_, index) => index);
  const answers = clients.map(({ client }) => Promise.all(indexes.map((index) => client.emitWithAck("count", index))));
  const expected = clients.map(({ name, client }) => indexes.map((index) => [name, client.id, index]));
  expect(await Promise.all(answers)).toEqual(expected);
});

describe("two servers in one process", () => {
  test("have handlers, clients and rooms of their own", async () => {
    const answering = (name: string) =>
      serve((sio) => {
        sio.on("name", () => name);
        sio.on("enter", () => socket.join("r"));
        sio.on("only here", () => sio.to("r").emit("news", name), { namespace: `/${name}` });
      });
    await using one = await answering("one");
    await using two = await answering("two");
    const [first, second] = [one.client(), two.client()];
    expect(await Promise.all([first.emitWithAck("name"), second.emitWithAck("name")])).toEqual(["one", "two"]);
    await expect(connected(one.client({ namespace: "/two" }))).rejects.toThrow("Invalid namespace");

    await Promise.all([first.emitWithAck("enter"), second.emitWithAck("enter")]);
    const heard: unknown[] = [];
    for (const client of [first, second]) client.on("news", (from) => heard.push(from));
    one.client({ namespace: "/one" }).emit("only here");
    await expect.poll(() => heard).toEqual(["one"]);
    two.client({ namespace: "/two" }).emit("only here");
    await expect.poll(() => heard).toEqual(["one", "two"]);
  });

  test("one stops and the other goes on, and the first may start again", async () => {
    await using one = await serve((sio) => sio.on("name", () => "one"));
    await using two = await serve((sio) => sio.on("name", () => "two"));
    const client = await connected(two.client());
    await one.sio.stop();
    expect(await client.emitWithAck("name")).toBe("two");
    await one.sio.run();
    expect(await client.emitWithAck("name")).toBe("two");
    expect(one.sio.address).not.toEqual(two.sio.address);
  });

  test("a handler's error is logged by its own server", async () => {
    const failing = (name: string) =>
      serve((sio) =>
        sio.on("fail", () => {
          throw new Error(name);
        }),
      );
    await using one = await failing("one");
    await using two = await failing("two");
    await two.client().emitWithAck("fail");
    expect([one.log.length, two.log.map(({ message }) => message)]).toEqual([0, [expect.stringContaining("two")]]);
  });
});
