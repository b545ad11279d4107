import { readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { io } from "socket.io-client";
import { expect, test } from "vitest";
import { runCli, startCli } from "../../_support/cli.ts";
import { temporaryFolder } from "../../_support/folder.ts";
import { connected } from "../../_support/server.ts";
import { answering, patient } from "./project.ts";

async function serving() {
  const folder = await temporaryFolder({ "h.ts": answering(1), "run/.keep": "" });
  const env = { NODE_ENV: "production", XDG_RUNTIME_DIR: join(folder.path, "run") };
  const options = { cwd: folder.path, env };
  const server = await startCli(["h.ts", "--port", "0", "--admin-socket"], options);
  const client = await connected(io(server.url, { forceNew: true, reconnection: false }));
  return {
    folder,
    server,
    client,
    options,
    write: (text: string) => writeFile(join(folder.path, "h.ts"), text),
    async [Symbol.asyncDispose]() {
      client.close();
      await server[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

test("sio reload puts new handlers in force, in production too, and says so", async () => {
  await using running = await serving();
  await running.write(answering(2));
  const { status, stdout } = await runCli(["reload"], running.options);
  expect(status).toBe(0);
  expect(stdout).toMatch(/^Reloaded all handlers in \d+ ms, 1 client kept\.\n$/);
  expect(await running.client.emitWithAck("v")).toBe(2);
});

test("sio reload shows why new handlers do not load, and those before serve on", async () => {
  await using running = await serving();
  await running.write("on(");
  const { status, stderr } = await runCli(["reload"], running.options);
  expect(status).toBe(65);
  expect(stderr).toContain("Not loaded, what was in force serves on: h.ts:1:");
  expect(stderr).toContain("> 1 | on(");
  expect(await running.client.emitWithAck("v")).toBe(1);
});

test("sio reload reads the settings again: what needs a restart gets one, and what is wrong changes nothing", async () => {
  await using running = await serving();
  const configure = (pingInterval: string) =>
    writeFile(join(running.folder.path, "sio.config.json"), JSON.stringify({ pingInterval }));
  await configure("often");
  const wrong = await runCli(["reload"], running.options);
  expect(wrong.status).toBe(78);
  expect(wrong.stderr).toContain("Not loaded, what was in force serves on");
  expect(await running.client.emitWithAck("v")).toBe(1);
  await configure("11s");
  const { status, stdout } = await runCli(["reload"], running.options);
  expect(status).toBe(0);
  expect(stdout).toMatch(
    /^Restarted on http:\S+ in \d+ ms, because pingInterval has changed \(.*\); clients reconnect\.\n$/,
  );
});

test("sio reload without a server says so", async () => {
  await using folder = await temporaryFolder();
  const { status, stderr } = await runCli(["reload"], { cwd: folder.path, env: { XDG_RUNTIME_DIR: folder.path } });
  expect(status).toBe(69);
  expect(stderr).toMatchInlineSnapshot(`
    "✖ No server of this folder answers.
      → Start it with --admin-socket, and run sio reload in the same folder; or send SIGHUP to its process.
    "
  `);
});

test("the admin socket is its user's alone, and gone when the server has stopped", async () => {
  await using running = await serving();
  const { env } = running.options;
  const [name = ""] = (await readdir(env.XDG_RUNTIME_DIR)).filter((entry) => entry.endsWith(".sock"));
  expect((await stat(join(env.XDG_RUNTIME_DIR, name))).mode & 0o777).toBe(0o600);
  expect(await running.server.stop()).toBe(0);
  expect(await readdir(env.XDG_RUNTIME_DIR)).toEqual([".keep"]);
});

test("SIGHUP reloads, all or nothing", async () => {
  await using running = await serving();
  const { server, client } = running;
  await running.write(answering(2));
  server.process.kill("SIGHUP");
  await expect.poll(server.output, patient).toMatch(/Reloaded all handlers in \d+ ms, 1 client kept/);
  expect(await client.emitWithAck("v")).toBe(2);
  await running.write(`${answering(3)}throw new Error("not yet");\n`);
  server.process.kill("SIGHUP");
  await expect
    .poll(server.output, patient)
    .toContain("Not loaded, what was in force serves on: h.ts:3:7: Error: not yet");
  expect(await client.emitWithAck("v")).toBe(2);
});
