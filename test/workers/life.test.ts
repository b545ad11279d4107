import { constants, copyFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { io } from "socket.io-client";
import { expect, onTestFinished, test } from "vitest";
import { type BegunCli, beginCli } from "../_support/cli.ts";
import { temporaryFolder } from "../_support/folder.ts";
import { connected } from "../_support/server.ts";
import { clientsOf, handlers, isAlive, startCrew } from "./crew.ts";

const websocket = { transports: ["websocket"] };

test("a worker that throws again and again while it leaves is replaced once", async () => {
  const throwing = `${handlers}\non("rage", () => { setInterval(() => { throw new Error("and again"); }, 5); });\n`;
  const crew = await startCrew(["--workers", "2", "--mode", "production"], { files: { "h.js": throwing } });
  const clients = await clientsOf(crew, 6, websocket);
  const [one] = clients;
  const others = clients.filter(({ pid }) => pid !== one?.pid);
  const waited = one?.client.emitWithAck("wait", 500);
  one?.client.emit("rage");
  expect(await waited).toBe("waited");
  await expect.poll(() => isAlive(one?.pid ?? 0)).toBe(false);
  expect(crew.output().match(/takes its place/g)).toHaveLength(1);
  expect(others.every(({ client }) => client.connected)).toBe(true);
  await expect.poll(async () => new Set((await clientsOf(crew, 6, websocket)).map(({ pid }) => pid)).size).toBe(2);
  expect(await crew.stop()).toBe(0);
});

test("a server that is stopped while its workers are replaced ends, and leaves none behind", async () => {
  const config = (pingInterval: number) => `export default { pingInterval: ${pingInterval} };\n`;
  const crew = await startCrew(["--workers", "2"], { files: { "sio.config.mjs": config(20_000) } });
  const clients = await clientsOf(crew, 4, websocket);
  for (const { client } of clients) client.emit("wait", 1_000);
  await writeFile(join(crew.folder, "sio.config.mjs"), config(21_000));
  const gone = clients.map(({ client }) => new Promise((resolve) => client.once("disconnect", resolve)));
  crew.process.kill("SIGHUP");
  await Promise.race(gone);
  const status = await crew.stop();
  expect({ status, output: crew.output().split("\n").slice(-6) }).toMatchObject({ status: 0 });
});

test("a worker that cannot be started is told of, and the server can still be stopped", async () => {
  await using place = await temporaryFolder();
  const node = join(place.path, "node");
  await copyFile(process.execPath, node, constants.COPYFILE_FICLONE);
  const crew = await startCrew(["--workers", "2"], { runtime: [node] });
  const [one] = await clientsOf(crew, 4, websocket);
  // As a package manager does that brings another Node.js.
  await rm(node);
  process.kill(one?.pid ?? 0, "SIGKILL");
  await expect.poll(crew.output).toMatch(/Worker \d could not be started: spawn .*ENOENT; another takes its place in/);
  expect(await crew.stop()).toBe(0);
});

test("what the others tell a worker that does not read is lost, and does not fill the memory of the primary", async () => {
  const crew = await startCrew(["--workers", "2"]);
  const clients = await clientsOf(crew, 6, websocket);
  const [one] = clients;
  const other = clients.find(({ pid }) => pid !== one?.pid);
  process.kill(other?.pid ?? 0, "SIGSTOP");
  const text = "x".repeat(500_000);
  await expect
    .poll(
      async () => {
        await one?.client.emitWithAck("shout", text);
        return crew.output();
      },
      { interval: 1, timeout: 20_000 },
    )
    .toMatch(/A message between workers was dropped: it was for a worker that does not read; the last: Worker \d/);
  process.kill(other?.pid ?? 0, "SIGCONT");
  const heard = new Promise((resolve) => other?.client.on("shouted", (said) => said === "again" && resolve(said)));
  await expect.poll(() => other?.client.emitWithAck("pid")).toBe(other?.pid);
  await one?.client.emitWithAck("shout", "again");
  expect(await heard).toBe("again");
}, 40_000);

/** Settings that a worker needs a while to read. */
const slowly = (pingInterval: number) => `import { writeFileSync } from "node:fs";
if (process.send) {
  writeFileSync("reading-" + process.pid, "");
  await new Promise((done) => setTimeout(done, 500));
}
export default { pingInterval: ${pingInterval} };
`;

/** A server two workers of which read their settings. */
async function starting(): Promise<BegunCli & { readonly folder: string }> {
  const files = { "h.js": handlers, "package.json": '{"type":"module"}', "sio.config.mjs": slowly(20_000) };
  const { path: folder, ...whole } = await temporaryFolder(files);
  const server = beginCli(["h.js", "--port", "0", "--workers", "2"], { cwd: folder });
  onTestFinished(async () => {
    await server[Symbol.asyncDispose]();
    await whole[Symbol.asyncDispose]();
  });
  await expect
    .poll(async () => (await readdir(folder)).filter((name) => name.startsWith("reading")), { timeout: 10_000 })
    .toHaveLength(2);
  return { ...server, folder };
}

test("a server that is stopped while its workers start ends well", async () => {
  const server = await starting();
  expect(await server.stop()).toBe(0);
  expect(server.output()).not.toContain("takes its place");
});

test("settings that change while the workers start come into force in all of them", async () => {
  const server = await starting();
  await writeFile(join(server.folder, "sio.config.mjs"), slowly(21_000));
  server.process.kill("SIGHUP");
  await expect.poll(server.output, { timeout: 10_000 }).toMatch(/Replaced 2 workers/);
  const client = io(await server.url, { ...websocket, forceNew: true });
  onTestFinished(() => void client.disconnect());
  await connected(client);
  expect(await client.emitWithAck("servers")).toHaveLength(1);
});

test("settings that could not replace the workers are tried again", async () => {
  const config = (pingInterval: number) => `export default { pingInterval: ${pingInterval} };\n`;
  const crew = await startCrew(["--workers", "2"], { files: { "sio.config.mjs": config(20_000) } });
  const before = new Set((await clientsOf(crew, 4, websocket)).map(({ pid }) => pid));
  await writeFile(join(crew.folder, "sio.config.mjs"), config(21_000));
  await writeFile(join(crew.folder, "h.js"), 'throw new Error("not yet");');
  crew.process.kill("SIGHUP");
  await expect.poll(crew.output).toMatch(/0 workers replaced, the others serve on: .*not yet/);
  await writeFile(join(crew.folder, "h.js"), handlers);
  crew.process.kill("SIGHUP");
  await expect.poll(crew.output).toMatch(/Replaced 2 workers in \d+ ms, because pingInterval has changed/);
  const after = (await clientsOf(crew, 4, websocket)).map(({ pid }) => pid);
  expect(after.some((pid) => before.has(pid))).toBe(false);
});

test("settings that came to some workers only are taken back from them too", async () => {
  const config = (pingInterval: number) => `export default { pingInterval: ${pingInterval} };\n`;
  const crew = await startCrew(["--workers", "2"], { files: { "sio.config.mjs": config(20_000) } });
  await writeFile(join(crew.folder, "sio.config.mjs"), config(21_000));
  const once = 'import { mkdirSync } from "node:fs";\nmkdirSync("only-once");';
  await writeFile(join(crew.folder, "h.js"), `${once}\n${handlers}`);
  crew.process.kill("SIGHUP");
  await expect.poll(crew.output).toMatch(/1 worker replaced, the others serve on: .*only-once/);
  await writeFile(join(crew.folder, "sio.config.mjs"), config(20_000));
  await writeFile(join(crew.folder, "h.js"), handlers);
  crew.process.kill("SIGHUP");
  await expect.poll(crew.output).toMatch(/Replaced 2 workers in \d+ ms/);
});

test("the primary follows the level of the log", async () => {
  const crew = await startCrew(["--workers", "2"], {
    files: { "sio.config.mjs": 'export default { logLevel: "error" };' },
  });
  await writeFile(join(crew.folder, "sio.config.mjs"), 'export default { logLevel: "info" };');
  crew.process.kill("SIGHUP");
  await expect.poll(crew.output).toContain("Reloaded all handlers in 2 workers");
});

test("a reload waits for a worker that is about to serve, which has read the handlers of before", async () => {
  const version = (number: number) => `import { existsSync, writeFileSync } from "node:fs";
import { on } from "sio-serve";
on("pid", () => process.pid);
on("v", () => ${number});
if (existsSync("slow")) {
  writeFileSync("begun", "");
  await new Promise((done) => setTimeout(done, 700));
}`;
  const crew = await startCrew(["--workers", "2"], { files: { "h.js": version(1) } });
  const [one] = await clientsOf(crew, 4, websocket);
  await writeFile(join(crew.folder, "slow"), "");
  process.kill(one?.pid ?? 0, "SIGKILL");
  await expect.poll(() => readdir(crew.folder)).toContain("begun");
  await rm(join(crew.folder, "slow"));
  await writeFile(join(crew.folder, "h.js"), version(2));
  crew.process.kill("SIGHUP");
  await expect.poll(crew.output).toMatch(/Reloaded all handlers in 2 workers/);
  const clients = await clientsOf(crew, 6, websocket);
  const versions = await Promise.all(clients.map(({ client }) => client.emitWithAck("v")));
  expect(new Set(versions)).toEqual(new Set([2]));
});

test("the log says which worker a reload waits for, and goes on without it once it is killed", async () => {
  const crew = await startCrew(["--workers", "2"]);
  const [one] = await clientsOf(crew, 4, websocket);
  process.kill(one?.pid ?? 0, "SIGSTOP");
  crew.process.kill("SIGHUP");
  await expect
    .poll(crew.output, { timeout: 10_000 })
    .toContain(
      `(process ${one?.pid}) has not answered for 5 s; the reload waits for it. To do without: kill -9 ${one?.pid}`,
    );
  process.kill(one?.pid ?? 0, "SIGKILL");
  await expect.poll(crew.output).toMatch(/Reloaded all handlers in 1 worker in/);
}, 20_000);
