import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { createClient } from "redis";
import { io, type Socket } from "socket.io-client";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import type { TestBroker } from "../_support/brokers/broker-process.ts";
import { noRedis, startRedis } from "../_support/brokers/redis.ts";
import { type CliServer, startCli } from "../_support/cli.ts";
import { type TemporaryFolder, temporaryFolder } from "../_support/folder.ts";
import { describeUnless } from "../_support/needs.ts";

const handlers = `
import { io, on } from "sio-serve";
on("pid", () => process.pid);
on("emit", (event, ...args) => { io.emit(event, ...args); });
on("disconnect", () => { io.emit("left", process.pid); });
`;

/** Without workers of ours: argv is the URL of the queue. It prints the port of each process. */
const program = `
import cluster from "node:cluster";
import { SocketIO } from ${JSON.stringify(new URL("../../dist/index.js", import.meta.url).href)};
if (cluster.isPrimary) {
  for (let worker = 0; worker < 2; worker++) cluster.fork().on("message", (port) => console.log(port));
} else {
  const sio = new SocketIO({ port: 0, queue: process.argv[2], queuePublish: true });
  sio.on("pid", () => process.pid);
  sio.on("emit", (event, ...args) => { sio.emit(event, ...args); });
  await sio.run();
  process.send(sio.address.port);
}
process.once("SIGTERM", () => process.exit());
`;

describeUnless(noRedis, "servers that hear each other", () => {
  let redis: TestBroker;
  let folder: TemporaryFolder;

  beforeAll(async () => {
    [redis, folder] = await Promise.all([
      startRedis(),
      temporaryFolder({ "handlers.js": handlers, "program.mjs": program }),
    ]);
  });

  afterAll(async () => {
    await redis?.[Symbol.asyncDispose]();
    await folder?.[Symbol.asyncDispose]();
  });

  const serve = (...flags: readonly string[]): Promise<CliServer> =>
    startCli(["handlers.js", "--port", "0", "--queue", redis.url, "--queue-publish", ...flags], { cwd: folder.path });

  test("as workers, they deliver what the queue says once, and send once what one of them says", async () => {
    await using workers = await serve("--workers", "2");
    await using alone = await serve();
    const inside = await connectToAll(workers, 2);
    const outside = await connect(alone);
    await expectOnce([...inside, outside], inside[0] as Client);
  });

  test("by an adapter, they do too", async () => {
    const adapter = `${redis.url}?mode=pubsub`;
    await using one = await serve("--adapter", adapter);
    await using other = await serve("--adapter", adapter);
    await using alone = await serve();
    const inside = await Promise.all([connect(one), connect(other)]);
    const outside = await connect(alone);
    await expectOnce([...inside, outside], inside[0] as Client);
  });

  test("as processes of a program's own cluster, they hear what one of them says, as they have no other way", async () => {
    const child = spawn(process.execPath, ["program.mjs", redis.url], {
      cwd: folder.path,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const ended = once(child, "close");
    onTestFinished(async () => {
      child.kill();
      await ended;
    });
    const ports: string[] = [];
    createInterface(child.stdout).on("line", (port) => ports.push(port));
    await expect.poll(() => ports).toHaveLength(2);
    const [one, other] = await connectToAll({ url: `http://127.0.0.1:${ports[0]}` }, 2);
    one?.emit("emit", "from here", 1);
    for (const client of [one, other]) await expect.poll(() => client?.heard).toEqual([["from here", 1]]);
  });

  test("what is said while a server stops reaches the others", async () => {
    await using staying = await serve();
    await using leaving = await serve();
    const [here] = await Promise.all([connect(staying), connect(leaving)]);
    expect(await leaving.stop()).toBe(0);
    await expect.poll(() => here.heard).toEqual([["left", expect.any(Number)]]);
    expect(leaving.output()).not.toContain("dropped");
  });

  /** Everyone hears what one of them says, and what Python says, once. */
  async function expectOnce(clients: readonly Client[], speaker: Client): Promise<void> {
    speaker.emit("emit", "from here", 1);
    for (const { heard } of clients) await expect.poll(() => heard).toContainEqual(["from here", 1]);
    const sender = await createClient({ url: redis.url }).connect();
    for (const event of ["from Python", "the end"])
      await sender.publish("flask-socketio", JSON.stringify({ method: "emit", event, data: ["x"], binary: false }));
    sender.destroy();
    for (const { heard } of clients) {
      await expect.poll(() => heard.at(-1)).toEqual(["the end", "x"]);
      expect(heard).toEqual([
        ["from here", 1],
        ["from Python", "x"],
        ["the end", "x"],
      ]);
    }
  }
});

type Client = Socket & { readonly heard: unknown[][] };

async function connect({ url }: Pick<CliServer, "url">): Promise<Client> {
  const client = io(url, { reconnection: false, forceNew: true, transports: ["websocket"] });
  onTestFinished(() => void client.disconnect());
  const heard: unknown[][] = [];
  client.onAny((...event: unknown[]) => heard.push(event));
  await new Promise((resolve, reject) =>
    client.once("connect", () => resolve(undefined)).once("connect_error", reject),
  );
  return Object.assign(client, { heard });
}

/** Clients on so many processes of one server. */
async function connectToAll(server: Pick<CliServer, "url">, processes: number): Promise<Client[]> {
  const clients = new Map<unknown, Client>();
  while (clients.size < processes) {
    const client = await connect(server);
    clients.set(await client.emitWithAck("pid"), client);
  }
  return [...clients.values()];
}
