import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { io } from "socket.io-client";
import { expect, test } from "vitest";
import { runCli } from "../_support/cli.ts";
import { connected } from "../_support/server.ts";
import { knock } from "../hot/watch/knocking.ts";
import { issue, noCertificates } from "../server/certificates.ts";
import { clientsOf, type RunningCrew, startCrew } from "./crew.ts";

const websocket = { transports: ["websocket"] };

/** Handlers that tell their version; more code follows. */
const version = (number: number, more = "") =>
  `import { app, on } from "sio-serve";\non("pid", () => process.pid);\non("v", () => ${number});\n${more}\n`;

async function versions(clients: Awaited<ReturnType<typeof clientsOf>>): Promise<Set<number>> {
  return new Set(await Promise.all(clients.map(({ client }) => client.emitWithAck("v"))));
}

const write = (crew: RunningCrew, text: string, name = "h.js") => writeFile(join(crew.folder, name), text);

test("SIGHUP puts new handlers in force in every worker, and clients stay", async () => {
  const crew = await startCrew(["--workers", "3"], { files: { "h.js": version(1) } });
  const clients = await clientsOf(crew, 9, websocket);
  await write(crew, version(2));
  crew.process.kill("SIGHUP");
  await expect.poll(crew.output).toMatch(/Reloaded all handlers in 3 workers in \d+ ms/);
  expect(await versions(clients)).toEqual(new Set([2]));
  expect(clients.every(({ client }) => client.connected)).toBe(true);
});

test("handlers that do not load leave every worker as it was, and the log says why, once", async () => {
  const crew = await startCrew(["--workers", "3"], { files: { "h.js": version(1) } });
  const clients = await clientsOf(crew, 9, websocket);
  await write(crew, version(2, `throw new Error("not yet");`));
  crew.process.kill("SIGHUP");
  await expect.poll(crew.output).toMatch(/Not loaded, what was in force serves on: h\.js:4:\d+: Error: not yet/);
  expect(crew.output().match(/Not loaded/g)).toHaveLength(1);
  expect(await versions(clients)).toEqual(new Set([1]));
  await write(crew, version(3));
  crew.process.kill("SIGHUP");
  await expect.poll(crew.output).toMatch(/Reloaded all handlers in 3 workers/);
  expect(await versions(clients)).toEqual(new Set([3]));
});

test("handlers that load in all workers but one are put in force in none", async () => {
  const crew = await startCrew(["--workers", "3"], { files: { "h.js": version(1) } });
  const clients = await clientsOf(crew, 9, websocket);
  const fussy = `import { mkdirSync } from "node:fs";
try { mkdirSync("first"); } catch { try { mkdirSync("second"); } catch { throw new Error("I am the third"); } }`;
  await write(crew, version(2, fussy));
  crew.process.kill("SIGHUP");
  await expect.poll(crew.output).toContain("Error: I am the third");
  expect(await versions(clients)).toEqual(new Set([1]));
});

test("handlers whose default export throws are put in force in none", async () => {
  const crew = await startCrew(["--workers", "3"], { files: { "h.js": version(1) } });
  const clients = await clientsOf(crew, 9, websocket);
  await write(crew, version(2, `export default () => { throw new Error("not like this"); };`));
  crew.process.kill("SIGHUP");
  await expect.poll(crew.output).toContain("not like this");
  expect(await versions(clients)).toEqual(new Set([1]));
  expect(clients.every(({ client }) => client.connected)).toBe(true);
});

test("sio reload tells what came of it", async () => {
  const crew = await startCrew(["--workers", "2", "--admin-socket"], { files: { "h.js": version(1) } });
  const clients = await clientsOf(crew, 6, websocket);
  const options = { cwd: crew.folder, env: { XDG_RUNTIME_DIR: crew.folder } };
  await write(crew, version(2));
  const good = await runCli(["reload"], options);
  expect({ status: good.status, stderr: good.stderr }).toEqual({ status: 0, stderr: "" });
  expect(good.stdout).toMatch(/^Reloaded all handlers in 2 workers in \d+ ms\.\n$/);
  expect(await versions(clients)).toEqual(new Set([2]));
  await write(crew, "on(");
  const bad = await runCli(["reload"], options);
  expect(bad.status).toBe(65);
  expect(bad.stderr).toContain("Not loaded, what was in force serves on: h.js:1:");
  expect(bad.stderr).toContain("> 1 | on(");
  expect(await versions(clients)).toEqual(new Set([2]));
});

test("settings that need new processes replace the workers one by one, and no connection is refused", async () => {
  const config = (pingInterval: number) => `export default { pingInterval: ${pingInterval} };\n`;
  const crew = await startCrew(["--workers", "2"], {
    files: { "h.js": version(1), "sio.config.mjs": config(20_000) },
  });
  const clients = await clientsOf(crew, 4, { ...websocket, reconnection: true, reconnectionDelay: 50 });
  let asked = 0;
  const refused: unknown[] = [];
  let done = false;
  const asking = (async () => {
    while (!done) {
      const client = io(crew.url, { ...websocket, forceNew: true, reconnection: false });
      await connected(client).catch((error: unknown) => refused.push(error));
      client.disconnect();
      asked++;
    }
  })();
  await write(crew, config(21_000), "sio.config.mjs");
  await write(crew, version(2));
  crew.process.kill("SIGHUP");
  await expect
    .poll(crew.output, { timeout: 20_000 })
    .toMatch(/Replaced 2 workers in \d+ ms, because pingInterval has changed/);
  done = true;
  await asking;
  expect(asked).toBeGreaterThan(0);
  expect(refused).toEqual([]);
  const before = new Set(clients.map(({ pid }) => pid));
  await expect.poll(() => clients.every(({ client }) => client.connected)).toBe(true);
  expect(await versions(clients)).toEqual(new Set([2]));
  const after: number[] = await Promise.all(clients.map(({ client }) => client.emitWithAck("pid")));
  expect(after.some((pid) => before.has(pid))).toBe(false);
});

test("workers that begin to encrypt replace those that do not, and no connection is refused", async ({ skip }) => {
  skip(noCertificates !== undefined, noCertificates);
  const crew = await startCrew(["--workers", "2"], { files: { "h.js": version(1) } });
  await issue(crew.folder, { as: "server", name: "server" });
  const { hostname: host, port } = new URL(crew.url);
  const knocking = knock({ host, port: Number(port) }, ["http", "https"]);
  await write(crew, '{ "tlsCert": "server.pem", "tlsKey": "server.key" }', "sio.config.json");
  crew.process.kill("SIGHUP");
  await expect
    .poll(crew.output, { timeout: 20_000 })
    .toMatch(/Replaced 2 workers in \d+ ms, because tlsCert has changed/);
  await expect.poll(() => knocking.answered.https, { timeout: 10_000 }).toBeGreaterThan(10);
  await knocking.stop();
  expect(knocking.refused).toBe(0);
});

test("settings that are wrong change nothing", async () => {
  const crew = await startCrew(["--workers", "2"], {
    files: { "h.js": version(1), "sio.config.mjs": "export default {};\n" },
  });
  const clients = await clientsOf(crew, 4, websocket);
  await write(crew, `export default { pingInterval: "never" };\n`, "sio.config.mjs");
  await write(crew, version(2));
  crew.process.kill("SIGHUP");
  await expect.poll(crew.output).toMatch(/pingInterval in sio\.config\.mjs .*must be a time/);
  expect(await versions(clients)).toEqual(new Set([1]));
});

test("a module that declines to be swapped replaces the workers", async () => {
  const declining = (number: number) => version(number, `import { hot } from "sio-serve";\nhot.decline();`);
  const crew = await startCrew(["--workers", "2"], { files: { "h.js": declining(1) } });
  const clients = await clientsOf(crew, 4, { ...websocket, reconnection: true, reconnectionDelay: 50 });
  await write(crew, declining(2));
  crew.process.kill("SIGHUP");
  await expect.poll(crew.output).toMatch(/Replaced 2 workers in \d+ ms, because h\.js has declined to be replaced/);
  await expect.poll(() => clients.every(({ client }) => client.connected)).toBe(true);
  expect(await versions(clients)).toEqual(new Set([2]));
});
