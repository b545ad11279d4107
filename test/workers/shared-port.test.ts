import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { io, type ManagerOptions } from "socket.io-client";
import { describe, expect, onTestFinished, type TestContext, test } from "vitest";
import { runCli, startCli } from "../_support/cli.ts";
import { temporaryFolder } from "../_support/folder.ts";
import { connected } from "../_support/server.ts";
import { needsRuntime, otherRuntimes } from "../engines/runtimes/runtimes.ts";
import { clientsOf, handlers, isAlive, type RunningCrew, startCrew } from "./crew.ts";

const websocket = { transports: ["websocket"] };
const flags = ["--workers", "2", "--transports", "websocket"];
const comeBack: Partial<ManagerOptions> = { ...websocket, reconnection: true, reconnectionDelay: 50 };

/** The engines whose workers listen by themselves, and what else than this Node.js they run in. */
const subjects = [
  { engine: "uws", runtime: undefined },
  { engine: "bun", runtime: otherRuntimes.find(({ engines }) => engines.includes("bun")) },
] as const;

/** Handlers that tell their version; more code follows. */
const version = (number: number, more = "") =>
  `import { on } from "sio-serve";\non("pid", () => process.pid);\non("v", () => ${number});\n${more}\n`;

const write = (crew: RunningCrew, text: string, name = "h.js") => writeFile(join(crew.folder, name), text);

/** Why a client could not connect, as Engine.IO tells it. */
interface Lost {
  readonly description?: { readonly error?: NodeJS.ErrnoException };
}

/** Clients of both workers: which one a client comes to is the system's to decide. */
async function clientsOfBoth(crew: RunningCrew, options: Partial<ManagerOptions> = websocket) {
  const clients = [...(await clientsOf(crew, 12, options))];
  while (new Set(clients.map(({ pid }) => pid)).size < 2) clients.push(...(await clientsOf(crew, 4, options)));
  return clients;
}

async function versions(clients: Awaited<ReturnType<typeof clientsOf>>): Promise<Set<number>> {
  return new Set(await Promise.all(clients.map(({ client }) => client.emitWithAck("v"))));
}

describe.each(subjects)("$engine", ({ engine, runtime }) => {
  const args = ["--engine", engine, ...flags];
  const options = runtime && { runtime: runtime.command };
  const ready = (context: TestContext) => {
    context.skip(process.platform !== "linux", "Only Linux lets processes share a port.");
    if (runtime) needsRuntime(context, runtime);
  };

  test("workers that listen by themselves share a port that was free to choose, and hear each other", async (context) => {
    ready(context);
    const crew = await startCrew(args, options);
    expect(crew.output()).toContain(`  engine    ${engine}, websocket `);
    const clients = await clientsOfBoth(crew);
    const heard: unknown[] = [];
    for (const { client } of clients) client.on("shouted", (said) => heard.push(said));
    const [one] = clients;
    const other = clients.find(({ pid }) => pid !== one?.pid);
    await one?.client.emitWithAck("shout", "from one");
    await other?.client.emitWithAck("shout", "from the other");
    await expect.poll(() => heard.length).toBe(2 * clients.length);
    expect(await one?.client.emitWithAck("count")).toBe(clients.length);
    expect(await one?.client.emitWithAck("servers")).toEqual([other?.pid]);
    expect(heard).toHaveLength(2 * clients.length);
  });

  test("a worker that is killed is replaced at the same port, its clients come back, and the others never notice", async (context) => {
    ready(context);
    const crew = await startCrew(args, options);
    const clients = await clientsOfBoth(crew, comeBack);
    const [victim] = clients;
    const others = clients.filter(({ pid }) => pid !== victim?.pid);
    let lost = 0;
    for (const { client } of others) client.on("disconnect", () => lost++);
    process.kill(victim?.pid ?? 0, "SIGKILL");
    await expect.poll(crew.output).toMatch(/was killed by SIGKILL; another takes its place in 100 ms/);
    await expect.poll(async () => new Set((await clientsOf(crew, 8, websocket)).map(({ pid }) => pid)).size).toBe(2);
    await expect.poll(() => clients.every(({ client }) => client.connected)).toBe(true);
    const pids = await Promise.all(clients.map(({ client }) => client.emitWithAck("pid")));
    expect(pids).not.toContain(victim?.pid);
    expect(lost).toBe(0);
  });

  test("when all of them have died, they come back to the port that they had", async (context) => {
    ready(context);
    const crew = await startCrew(args, options);
    const pids = new Set((await clientsOfBoth(crew)).map(({ pid }) => pid));
    for (const pid of pids) process.kill(pid, "SIGKILL");
    await expect.poll(() => [...pids].some(isAlive)).toBe(false);
    const client = io(crew.url, { ...comeBack, forceNew: true });
    onTestFinished(() => void client.disconnect());
    expect(pids).not.toContain(await client.emitWithAck("pid"));
  });

  test("SIGTERM lets handlers finish in both, and ends them", async (context) => {
    ready(context);
    const crew = await startCrew(args, options);
    const clients = await clientsOfBoth(crew);
    const waiting = clients.map(({ client }) => client.emitWithAck("wait", 300));
    await Promise.all(clients.map(({ client }) => client.emitWithAck("pid")));
    const ended = crew.stop();
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(["waited"]));
    expect(await ended).toBe(0);
    expect(clients.some(({ pid }) => isAlive(pid))).toBe(false);
  });

  test("a primary that is killed leaves no worker behind", async (context) => {
    ready(context);
    const crew = await startCrew(args, options);
    const clients = await clientsOfBoth(crew);
    expect(await crew.stop("SIGKILL")).toBe("SIGKILL");
    await expect.poll(() => clients.some(({ pid }) => isAlive(pid))).toBe(false);
  });

  test("SIGHUP puts new handlers in force in both, and broken ones in neither", async (context) => {
    ready(context);
    const crew = await startCrew(args, { ...options, files: { "h.js": version(1) } });
    const clients = await clientsOfBoth(crew);
    await write(crew, version(2));
    crew.process.kill("SIGHUP");
    await expect.poll(crew.output).toMatch(/Reloaded all handlers in 2 workers/);
    expect(await versions(clients)).toEqual(new Set([2]));
    await write(crew, version(3, `throw new Error("not yet");`));
    crew.process.kill("SIGHUP");
    await expect.poll(crew.output).toMatch(/Not loaded, what was in force serves on: h\.js:4:\d+: Error: not yet/);
    expect(await versions(clients)).toEqual(new Set([2]));
    expect(clients.every(({ client }) => client.connected)).toBe(true);
  });

  test("changed settings replace both one by one, and somebody serves all the time", async (context) => {
    ready(context);
    const config = (pingInterval: number) => `export default { pingInterval: ${pingInterval} };\n`;
    const crew = await startCrew(args, { ...options, files: { "sio.config.mjs": config(20_000) } });
    const clients = await clientsOfBoth(crew, comeBack);
    const lost: (string | undefined)[] = [];
    let asked = 0;
    let done = false;
    const asking = (async () => {
      while (!done) {
        const client = io(crew.url, { ...websocket, forceNew: true, reconnection: false });
        await connected(client).catch(({ description }: Lost) => lost.push(description?.error?.code));
        client.disconnect();
        asked++;
      }
    })();
    await write(crew, config(21_000), "sio.config.mjs");
    crew.process.kill("SIGHUP");
    await expect
      .poll(crew.output, { timeout: 20_000 })
      .toMatch(/Replaced 2 workers in \d+ ms, because pingInterval has changed/);
    done = true;
    await asking;
    expect(asked).toBeGreaterThan(0);
    // In the moment in which a worker closes its port, a connection may be reset.
    expect(lost.length).toBeLessThanOrEqual(2);
    expect(lost).not.toContain("ECONNREFUSED");
    await expect.poll(() => clients.every(({ client }) => client.connected)).toBe(true);
    const former = new Set(clients.map(({ pid }) => pid));
    const pids: number[] = await Promise.all(clients.map(({ client }) => client.emitWithAck("pid")));
    expect(pids.some((pid) => former.has(pid))).toBe(false);
  });

  test("where the port is taken, by others or by a server like it, that is said once", async (context) => {
    ready(context);
    const foreign = createServer().listen(0, "127.0.0.1");
    onTestFinished(() => void foreign.close());
    await once(foreign, "listening");
    const { port } = foreign.address() as { port: number };
    const crew = await startCrew(args, options);
    for (const taken of [port, Number(new URL(crew.url).port)]) {
      await using folder = await temporaryFolder({ "h.js": handlers, "package.json": '{"type":"module"}' });
      const { status, stdout, stderr } = await runCli(["h.js", "--port", `${taken}`, ...args], {
        cwd: folder.path,
        ...options,
      });
      expect(stderr.match(new RegExp(`Port ${taken} on 127\\.0\\.0\\.1 is taken`, "g"))).toHaveLength(1);
      expect({ status, stdout }).toEqual({ status: 69, stdout: "" });
    }
  });

  test("--port auto passes over what is taken, and all come to the same port", async (context) => {
    ready(context);
    const busy = createServer().listen(5_000, "127.0.0.1");
    await once(busy, "listening").catch(() => {});
    onTestFinished(() => void busy.close());
    const crew = await startCrew([...args, "--port", "auto"], options);
    expect(crew.url).not.toMatch(/:5000$/);
    await clientsOfBoth(crew);
  });
});

test("in a runtime where no engine at hand has workers, that is said once, with the ways out", async (context) => {
  const bun = subjects[1].runtime;
  if (bun) needsRuntime(context, bun);
  await using folder = await temporaryFolder({ "h.js": handlers, "package.json": '{"type":"module"}' });
  const options = { cwd: folder.path, ...(bun && { runtime: bun.command }) };
  const { status, stderr } = await runCli(["h.js", "--port", "0", "--workers", "2"], options);
  expect(stderr.match(/✖/g)).toHaveLength(1);
  expect(stderr).toContain("No engine that is installed can have these workers in Bun.");
  expect(stderr).toContain("npx sio-serve");
  expect(status).toBe(78);
});

test("an engine that cannot have the port in the way of the others is refused, and they serve on", async () => {
  const crew = await startCrew(["--workers", "2", "--transports", "websocket"], {
    files: { "sio.config.json": '{ "engine": "uws" }' },
  });
  const clients = await clientsOfBoth(crew);
  await write(crew, '{ "engine": "ws" }', "sio.config.json");
  crew.process.kill("SIGHUP");
  await expect.poll(crew.output).toMatch(/0 workers replaced, the others serve on: The engine would change to one/);
  expect(crew.output()).toContain("Stop the server and start it again.");
  expect(await clients[0]?.client.emitWithAck("count")).toBe(clients.length);
});

test("auto takes it where nobody polls, and else says which settings have ruled it out", async () => {
  const manifest = JSON.stringify({ type: "module", dependencies: { "uWebSockets.js": "^20.0.0" } });
  await using folder = await temporaryFolder({ "h.js": handlers, "package.json": manifest });
  const args = ["h.js", "--port", "0", "--workers", "2"];
  await using polling = await startCli(args, { cwd: folder.path });
  expect(polling.output()).toMatch(/ {2}engine {4}ws, polling \+ websocket/);
  await expect
    .poll(polling.output)
    .toContain("The engine uws is faster, and cannot do what workers and transports ask for. The engine is ws.");
  await using sharing = await startCli([...args, "--transports", "websocket"], { cwd: folder.path });
  expect(sharing.output()).toMatch(/ {2}engine {4}uws, websocket /);
});
