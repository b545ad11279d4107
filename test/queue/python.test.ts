import { io, type Socket } from "socket.io-client";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import type { TestBroker } from "../_support/brokers/broker-process.ts";
import { noRedis, startRedis } from "../_support/brokers/redis.ts";
import { type CliServer, startCli } from "../_support/cli.ts";
import { temporaryFolder } from "../_support/folder.ts";
import { describeUnless } from "../_support/needs.ts";
import { asking, serving, writeOnly } from "./programs.ts";
import { missingModules, runPython, startPython } from "./python.ts";

const missing =
  noRedis ??
  missingModules(["flask_socketio", "eventlet", "redis"], "python3-flask-socketio python3-eventlet python3-redis");

const handlers = `
import { io, joinRoom, leaveRoom, on, request } from "sio-serve";
on("enter", (room) => joinRoom(room));
on("rooms", () => [...io.of("/").adapter.rooms.keys()]);
on("emit", (event, ...args) => { io.emit(event, ...args); });
on("emit to", (room, event, ...args) => { io.to(room).emit(event, ...args); });
on("emit here", (event, ...args) => { io.local.emit(event, ...args); });
on("namespaces", () => [...io._nsps.keys()]);
on("nothing", () => {}, { namespace: "/chat" });
`;

describeUnless(missing, "Flask-SocketIO of Debian, and sio-serve on one Redis", () => {
  let redis: TestBroker;
  let server: CliServer;

  beforeAll(async () => {
    redis = await startRedis();
    server = await serve(["--queue-accept-pickle", "--queue-publish"]);
  });

  afterAll(async () => {
    await server?.[Symbol.asyncDispose]();
    await redis?.[Symbol.asyncDispose]();
  });

  async function serve(flags: readonly string[]): Promise<CliServer> {
    const folder = await temporaryFolder({ "handlers.js": handlers });
    return startCli(["handlers.js", "--port", "0", "--queue", redis.url, ...flags], { cwd: folder.path });
  }

  test("what a Python process without a server emits reaches clients, as it was meant", async () => {
    const [first, chat] = await Promise.all([connect(server.url), connect(`${server.url}/chat`)]);
    const second = await connect(server.url);
    await first.emitWithAck("enter", "blue");
    await second.emitWithAck("enter", "green");
    const [heard, heardBySecond, heardInChat] = [first, second, chat].map(record) as [Heard, Heard, Heard];
    await runPython(writeOnly, [redis.url, first.id ?? ""]);
    for (const one of [heard, heardBySecond]) await expect.poll(() => one.at(-1)).toEqual(["message", "the end"]);
    const toAll = [
      ["text", "hello"],
      ["none"],
      ["list", [1, 2]],
      ["tuple", 1, "two"],
      ["bytes", { b: Buffer.from([0, 1]), l: [Buffer.from([2])] }],
      ["nan", { x: null }],
      ["room", "inside"],
    ];
    expect(heard).toEqual([...toAll, ["message", "the end"]]);
    expect(heardBySecond).toEqual([...toAll, ["skipped", "others"], ["message", "the end"]]);
    expect(heardInChat).toEqual([["there", "chat"]]);
    expect(await first.emitWithAck("namespaces")).toEqual(["/", "/chat"]);
  });

  test("a client's answer goes back to the Python server that asked", async () => {
    const client = await connect(server.url);
    client.on("ask", (question, answer) => answer("pong", question.length));
    await using python = startPython(asking, [redis.url, client.id ?? ""]);
    await expect
      .poll(() => [python.lines, python.errors()].join(), { timeout: 10_000 })
      .toContain("answered ('pong', 9)");
  });

  test("clients of a Python server hear this server, and its clients hear Python", async () => {
    await using python = startPython(serving, [redis.url]);
    await expect.poll(() => python.lines[0], { timeout: 10_000 }).toMatch(/^\d+$/);
    const [there, here] = await Promise.all([connect(`http://127.0.0.1:${python.lines[0]}`), connect(server.url)]);
    await there.emitWithAck("enter", "blue");
    await here.emitWithAck("enter", "blue");
    const [heardThere, heardHere] = [there, here].map(record) as [Heard, Heard];
    here.emit("emit", "greeting", { a: 1 });
    here.emit("emit here", "near", 1);
    here.emit("emit to", "blue", "in blue", "x");
    here.emit("emit to", "red", "in red", "x");
    here.emit("emit", "nothing");
    await expect.poll(() => heardThere.at(-1)).toEqual(["nothing"]);
    expect(heardThere).toEqual([["greeting", { a: 1 }], ["in blue", "x"], ["nothing"]]);
    there.emit("tell", "from Python");
    await expect.poll(() => heardHere.at(-1)).toEqual(["told", "from Python"]);
    expect(heardHere).toEqual([
      ["greeting", { a: 1 }],
      ["near", 1],
      ["in blue", "x"],
      ["nothing"],
      ["told", "from Python"],
    ]);
    there.emit("close");
    await expect.poll(() => here.emitWithAck("rooms")).not.toContain("blue");
  });
});

type Heard = unknown[][];

/** Collects every event that a client gets. */
function record(client: Socket): Heard {
  const heard: Heard = [];
  client.onAny((...event: unknown[]) => heard.push(event));
  return heard;
}

async function connect(url: string): Promise<Socket> {
  const client = io(url, { reconnection: false, forceNew: true });
  onTestFinished(() => void client.disconnect());
  await new Promise((resolve, reject) =>
    client.once("connect", () => resolve(undefined)).once("connect_error", reject),
  );
  return client;
}
