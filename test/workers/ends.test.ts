import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { runCli } from "../_support/cli.ts";
import { temporaryFolder } from "../_support/folder.ts";
import { clientsOf, handlers, isAlive, startCrew } from "./crew.ts";

const websocket = { transports: ["websocket"] };

/** What workers have left in the folder for temporary files. */
async function leftovers(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.startsWith("sio-serve-workers"));
}

test("a worker that is killed is replaced, and the clients of the others never notice", async () => {
  const crew = await startCrew(["--workers", "3"]);
  const clients = await clientsOf(crew, 12, websocket);
  const [victim] = clients;
  const lost = clients.filter(({ pid }) => pid === victim?.pid);
  const others = clients.filter(({ pid }) => pid !== victim?.pid);
  const gone = lost.map(({ client }) => new Promise((resolve) => client.once("disconnect", resolve)));
  process.kill(victim?.pid ?? 0, "SIGKILL");
  await Promise.all(gone);
  await expect
    .poll(crew.output)
    .toMatch(/Worker \d \(process \d+\) was killed by SIGKILL; another takes its place in 100 ms/);
  expect(await others[0]?.client.emitWithAck("count")).toBe(others.length);
  await expect.poll(async () => new Set((await clientsOf(crew, 6, websocket)).map(({ pid }) => pid)).size).toBe(3);
  expect(others.every(({ client }) => client.connected)).toBe(true);
  expect(await crew.stop()).toBe(0);
});

test("where the port was free to choose, a worker that replaces another serves on the same", async () => {
  const busy = createServer().listen(5_000, "127.0.0.1");
  const isOurs = await once(busy, "listening").then(
    () => true,
    () => false,
  );
  const crew = await startCrew(["--workers", "2", "--port", "auto"]);
  if (isOurs) busy.close();
  const clients = await clientsOf(crew, 4, websocket);
  const pids = new Set(clients.map(({ pid }) => pid));
  for (const pid of pids) {
    process.kill(pid, "SIGKILL");
    await expect.poll(crew.output).toContain(`(process ${pid}) was killed by SIGKILL`);
    await expect
      .poll(async () => new Set((await clientsOf(crew, 6, websocket)).map((client) => client.pid)).size)
      .toBe(2);
  }
});

test("in production, an uncaught error ends its worker once its handlers have finished, and another comes at once", async () => {
  const crew = await startCrew(["--workers", "2", "--mode", "production"]);
  const clients = await clientsOf(crew, 8, websocket);
  const [one] = clients;
  const others = clients.filter(({ pid }) => pid !== one?.pid);
  const waited = one?.client.emitWithAck("wait", 300);
  one?.client.emit("throw");
  expect(await waited).toBe("waited");
  await expect.poll(crew.output).toContain("leaves after an uncaught error; another takes its place in 100 ms");
  await expect.poll(() => isAlive(one?.pid ?? 0)).toBe(false);
  await expect.poll(async () => new Set((await clientsOf(crew, 6, websocket)).map(({ pid }) => pid)).size).toBe(2);
  expect(others.every(({ client }) => client.connected)).toBe(true);
});

test("workers that die again and again end the server, with a message", async () => {
  await using folder = await temporaryFolder({
    "h.js": `setTimeout(() => process.exit(3), 50);\nexport default () => {};\n`,
  });
  const { status, stdout } = await runCli(["h.js", "--port", "0", "--workers", "2"], { cwd: folder.path });
  expect(status).toBe(1);
  expect(stdout).toMatch(/ended .*; another takes its place in 100 ms/);
  expect(stdout).toMatch(/ended .*\. More than 5 have died within 30 s: the server stops\./);
});

test.each([
  ["polling", { transports: ["polling"] }],
  ["WebSocket", websocket],
  ["polling that changes to WebSocket", { transports: undefined }],
])("SIGTERM lets the handlers of all workers finish, and leaves nothing behind: %s", async (_name, options) => {
  const crew = await startCrew(["--workers", "3"]);
  const clients = await clientsOf(crew, 9, options.transports ? options : {});
  const [last = "websocket"] = options.transports ?? [];
  await expect.poll(() => clients.every(({ client }) => client.io.engine.transport.name === last)).toBe(true);
  const waiting = clients.map(({ client }) => client.emitWithAck("wait", 400));
  // Their handlers run once these, which came after, have been answered.
  await Promise.all(clients.map(({ client }) => client.emitWithAck("pid")));
  const reasons = clients.map(({ client }) => new Promise((resolve) => client.once("disconnect", resolve)));
  const ended = crew.stop();
  expect(await Promise.all(waiting)).toEqual(Array(9).fill("waited"));
  // A client that was about to poll finds nobody.
  const goodbye = last === "polling" ? /^transport (?:close|error)$/ : /^transport close$/;
  for (const reason of await Promise.all(reasons)) expect(reason).toMatch(goodbye);
  expect(await ended).toBe(0);
  expect(crew.output().match(/Stopping/g)).toHaveLength(1);
  expect(clients.some(({ pid }) => isAlive(pid))).toBe(false);
  expect(await leftovers(crew.folder)).toEqual([]);
});

test("Ctrl-C, which a terminal sends to every process, stops once", async () => {
  const crew = await startCrew(["--workers", "2"]);
  const clients = await clientsOf(crew, 4, websocket);
  const ended = new Promise((resolve) => crew.process.once("exit", resolve));
  for (const pid of new Set(clients.map((client) => client.pid))) process.kill(pid, "SIGINT");
  crew.process.kill("SIGINT");
  expect(await ended).toBe(0);
  expect(crew.output()).not.toContain("takes its place");
});

test("a second signal ends all of them at once", async () => {
  const crew = await startCrew(["--workers", "2"]);
  const clients = await clientsOf(crew, 4, websocket);
  for (const { client } of clients) client.emit("wait", 60_000);
  await Promise.all(clients.map(({ client }) => client.emitWithAck("pid")));
  const ended = crew.stop();
  await expect.poll(crew.output).toContain("Again to stop at once");
  crew.process.kill("SIGTERM");
  expect(await ended).toBe(143);
  await expect.poll(() => clients.some(({ pid }) => isAlive(pid))).toBe(false);
});

test("a primary that is killed leaves no worker behind", async () => {
  const crew = await startCrew(["--workers", "3"]);
  const clients = await clientsOf(crew, 9, websocket);
  expect(await crew.stop("SIGKILL")).toBe("SIGKILL");
  await expect.poll(() => clients.some(({ pid }) => isAlive(pid))).toBe(false);
  expect(await leftovers(crew.folder)).toEqual([]);
});

test.each([
  ["handlers that do not load", { "h.js": "on(" }, [], 65, /h\.js:1:/],
  ["a wrong setting", { "h.js": handlers }, ["--ping-interval", "never"], 78, /--ping-interval must be/],
  [
    "a wrong number",
    { "h.js": handlers },
    ["--workers", "0"],
    78,
    /--workers must be a whole number from 1 to 1024, or auto/,
  ],
  ["watching", { "h.js": handlers }, ["--watch"], 78, /Watching is for one process/],
  [
    "an engine that cannot where clients poll",
    { "h.js": handlers },
    ["--engine", "uws"],
    78,
    /The engine uws cannot do what workers and transports ask for/,
  ],
])("%s: said once, and nothing serves", async (_what, files, flags, expected, message) => {
  await using folder = await temporaryFolder({ ...files, "package.json": '{"type":"module"}' });
  const args = ["h.js", "--port", "0", "--workers", "3", ...flags];
  const { status, stdout, stderr } = await runCli(args, { cwd: folder.path });
  expect(stderr.match(new RegExp(message, "g"))).toHaveLength(1);
  expect(stderr.match(/✖/g)).toHaveLength(1);
  expect({ status, stdout }).toEqual({ status: expected, stdout: "" });
});

test("a port that is taken is said once", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void other.close());
  await once(other, "listening");
  const { port } = other.address() as { port: number };
  await using folder = await temporaryFolder({ "h.js": handlers, "package.json": '{"type":"module"}' });
  const { status, stderr } = await runCli(["h.js", "--port", `${port}`, "--workers", "3"], { cwd: folder.path });
  expect(stderr.match(new RegExp(`Port ${port} on 127\\.0\\.0\\.1 is taken`, "g"))).toHaveLength(1);
  expect(status).toBe(69);
});
