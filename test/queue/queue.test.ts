import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { createClient } from "redis";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import type { TestBroker } from "../_support/brokers/broker-process.ts";
import { noRedis, startRedis } from "../_support/brokers/redis.ts";
import { temporaryFolder } from "../_support/folder.ts";
import { describeUnless } from "../_support/needs.ts";
import { connected, serve, type TestServer } from "../_support/server.ts";
import { runPython } from "./python.ts";

describeUnless(noRedis, "servers on one queue", () => {
  let redis: TestBroker;
  let stop = () => {};
  let publish: (message: object | string | Buffer) => Promise<unknown>;

  beforeAll(async () => {
    redis = await startRedis();
    const client = await createClient({ url: redis.url }).connect();
    publish = (message) =>
      client.publish(
        "flask-socketio",
        typeof message === "string" || Buffer.isBuffer(message) ? message : JSON.stringify(message),
      );
    stop = () => client.destroy();
  });

  afterAll(async () => {
    stop();
    await redis?.[Symbol.asyncDispose]();
  });

  /** A server on the queue, for this test. */
  async function queued(options: Parameters<typeof serve>[1] = {}): Promise<TestServer> {
    const server = await serve(
      (sio) => {
        sio.on("hello", () => "hello");
        sio.on("hello", () => "hello", { namespace: "/chat" });
      },
      { queue: redis.url, ...options },
    );
    onTestFinished(() => server[Symbol.asyncDispose]());
    return server;
  }

  async function client(server: TestServer) {
    const socket = await connected(server.client());
    const heard: unknown[][] = [];
    socket.onAny((...event: unknown[]) => heard.push(event));
    return Object.assign(socket, { heard });
  }

  const emit = (event: string, fields: object = {}) =>
    publish({ method: "emit", event, data: ["x"], binary: false, namespace: "/", host_id: "another", ...fields });

  test("what one sends reaches the clients of the other once, and its own once", async () => {
    const [a, b] = await Promise.all([queued({ queuePublish: true }), queued({ queuePublish: true })]);
    const [atA, atB] = await Promise.all([client(a), client(b)]);
    a.sio.emit("one", 1, [2], Buffer.from([3]));
    a.sio.to(atB.id ?? "").emit("two");
    a.sio.io.local.emit("near");
    await expect.poll(() => atB.heard.at(-1)).toEqual(["two"]);
    b.sio.emit("three", [1]);
    for (const { heard } of [atA, atB]) await expect.poll(() => heard.at(-1)).toEqual(["three", [1]]);
    expect(atA.heard).toEqual([["one", 1, [2], Buffer.from([3])], ["near"], ["three", [1]]]);
    expect(atB.heard).toEqual([["one", 1, [2], Buffer.from([3])], ["two"], ["three", [1]]]);
  });

  test("what a server changes about the clients of others, it changes there", async () => {
    const [a, b] = await Promise.all([queued({ queuePublish: true }), queued()]);
    const there = await client(b);
    const sid = there.id ?? "";
    const rooms = () => [...(b.sio.io.of("/").sockets.get(sid)?.rooms ?? [])];
    a.sio.io.in(sid).socketsJoin(["blue", "red"]);
    await expect.poll(rooms).toEqual([sid, "blue", "red"]);
    a.sio.io.in(sid).socketsLeave("red");
    await expect.poll(rooms).toEqual([sid, "blue"]);
    a.sio.closeRoom("blue");
    await expect.poll(rooms).toEqual([sid]);
    const ended = new Promise((resolve) => there.once("disconnect", resolve));
    a.sio.io.in(sid).disconnectSockets();
    expect(await ended).toBe("io server disconnect");
  });

  test("a server that is not asked to sends nothing", async () => {
    const [a, b] = await Promise.all([queued(), queued()]);
    const [atA, atB] = await Promise.all([client(a), client(b)]);
    a.sio.emit("mine", 1);
    await emit("the end");
    for (const { heard } of [atA, atB]) await expect.poll(() => heard.at(-1)).toEqual(["the end", "x"]);
    expect(atB.heard).toEqual([["the end", "x"]]);
    expect(atA.heard).toEqual([
      ["mine", 1],
      ["the end", "x"],
    ]);
  });

  test("what cannot be delivered is dropped, and told once", async () => {
    const server = await queued();
    const here = await client(server);
    await emit("elsewhere", { namespace: "/nowhere" });
    await emit("nobody", { room: [] });
    await emit("disconnect");
    await emit("newListener");
    await publish("{");
    await publish(Buffer.from([0x80, 4, 0x2e]));
    await publish({ method: "later" });
    await publish({ method: { toString: 1 } });
    await publish({ method: "callback", host_id: "another", sid: "x", namespace: "/", id: 1, args: [] });
    await publish({ method: "disconnect", sid: "nobody", namespace: "/" });
    await publish({ method: "enter_room", sid: "nobody", room: "r", namespace: "/" });
    await publish(Buffer.alloc(10_000_000, "["));
    await emit("the end");
    await expect.poll(() => here.heard).toEqual([["the end", "x"]]);
    expect([...server.sio.io._nsps.keys()].sort()).toEqual(["/", "/chat"]);
    const warnings = server.log.filter(({ level }) => level === "warn").map(({ message }) => message);
    expect(warnings).toEqual([
      "A message of the Flask-SocketIO queue was dropped: it has an event whose name is Socket.IO's own.",
    ]);
    await server.sio.stop();
    expect(server.log.find(({ message }) => message.startsWith("5 messages"))).toMatchObject({
      level: "warn",
      fields: { dropped: 5, reasons: { "is neither JSON nor a pickle": 1 } },
    });
  });

  test("an answer that cannot be written down harms nobody", async () => {
    const server = await queued();
    const here = await client(server);
    const { engine } = here.io;
    const deep = `${"[".repeat(50_000)}${"]".repeat(50_000)}`;
    engine.on("data", (text: unknown) => {
      const [, id] = /^2(\d+)\["ask"/.exec(String(text)) ?? [];
      if (id !== undefined) engine.write(`3${id}[${deep}]`);
    });
    await emit("ask", { room: here.id, callback: [here.id, "/", 1] });
    await expect.poll(() => server.log.at(-1)?.message).toContain("dropped: it cannot be written as JSON");
    await emit("the end");
    await expect.poll(() => here.heard.at(-1)).toEqual(["the end", "x"]);
  });

  test("several arguments for releases that cannot be sent them are told of once", async () => {
    const server = await queued({ queuePublish: true, queueDialect: "5.15.0" });
    for (const name of ["a", "b"]) server.sio.emit(name, 1, 2);
    const warnings = server.log.filter(({ level }) => level === "warn").map(({ message }) => message);
    expect(warnings).toEqual([expect.stringContaining('those of "a" arrive there as one list')]);
  });

  test("a pickle with code in it runs nothing", async () => {
    const server = await queued({ queueAcceptPickle: true });
    const here = await client(server);
    expect(server.log).toContainEqual(expect.objectContaining({ message: expect.stringContaining("reads pickles") }));
    const program = `
import os, pickle, redis, sys
class Evil:
    def __reduce__(self):
        return (os.system, ("touch " + sys.argv[2],))
for protocol in range(2, 6):
    redis.Redis.from_url(sys.argv[1]).publish("flask-socketio", pickle.dumps({"method": "emit", "event": "x", "data": Evil()}, protocol))
`;
    await using folder = await temporaryFolder();
    await runPython(program, [redis.url, join(folder.path, "touched")]);
    await emit("the end");
    await expect.poll(() => here.heard).toEqual([["the end", "x"]]);
    expect(await readdir(folder.path)).toEqual([]);
    expect(server.log.at(-1)?.message).toContain("a pickle that holds more than data");
  });
});
