import { request } from "node:http";
import { io, type Socket } from "socket.io-client";
import { describe, expect, test } from "vitest";
import { type CliServer, runCli, startCli } from "../_support/cli.ts";
import { temporaryFolder } from "../_support/folder.ts";
import { connected, next } from "../_support/server.ts";

/** The same behaviour in every kind of file that can be served. */
const commonjs = `
const { on } = require("sio-serve");
const { Server } = require("socket.io");
on("echo", (value) => value);
on("where", () => [typeof __dirname, typeof Server]);
`;
const esm = `
import { on } from "sio-serve";
import { Server } from "socket.io";
on("echo", (value) => value);
on("where", () => [typeof import.meta.url, typeof Server]);
`;
const typescript = esm.replace("(value)", "(value: unknown)");

const kinds = {
  "h.js": esm,
  "h.mjs": esm,
  "h.cjs": commonjs,
  "h.ts": typescript,
  "h.mts": typescript,
  "h.cts": commonjs,
};

describe.each(["polling", "websocket"])("over %s", (transport) => {
  test.each(Object.entries(kinds))("%s in a folder without node_modules", async (name, text) => {
    await using folder = await temporaryFolder({ [name]: text });
    await using server = await startCli([name, "--port", "0"], { cwd: folder.path });
    const client = io(server.url, { transports: [transport], forceNew: true });
    expect(await client.emitWithAck("echo", { a: [1, "x"] })).toEqual({ a: [1, "x"] });
    expect(await client.emitWithAck("where")).toEqual(["string", "function"]);
    client.close();
    expect(await server.stop()).toBe(0);
  });
});

test("a folder is a namespace a file", async () => {
  const file = (name: string) => `import { on } from "sio-serve";\non("where", () => "${name}");\n`;
  await using folder = await temporaryFolder({
    "handlers/index.ts": file("root"),
    "handlers/admin.ts": file("admin"),
    "handlers/admin/chat.ts": `import type { Namespace } from "socket.io";
export default (nsp: Namespace) => nsp.on("connection", (socket) => socket.on("where", (ack) => ack(nsp.name)));\n`,
  });
  await using server = await startCli(["handlers", "--port", "0"], { cwd: folder.path });
  const answers = ["/", "/admin", "/admin/chat"].map(async (namespace) => {
    const client = io(server.url + namespace, { forceNew: true });
    const answer = await client.emitWithAck("where");
    client.close();
    return answer;
  });
  expect(await Promise.all(answers)).toEqual(["root", "admin", "/admin/chat"]);
});

test("handlers may come from the config file, so that the command alone works", async () => {
  await using folder = await temporaryFolder({
    "src/h.ts": typescript,
    "sio.config.ts": `import { defineConfig } from "sio-serve";\nexport default defineConfig({ handlers: "./src/h.ts", port: 0 });\n`,
  });
  await using server = await startCli([], { cwd: folder.path });
  expect(server.output()).toContain("sio.config.ts");
  expect(await server.stop("SIGINT")).toBe(0);
});

test("a handler's error is logged with the user's file and line, and the server lives", async () => {
  await using folder = await temporaryFolder({
    "h.ts": `import { on } from "sio-serve";
interface Unused { a: string }

on("fail", async () => {
  throw new TypeError("not my day");
});
on("alive", () => true);
setTimeout(() => Promise.reject(new Error("left alone")), 1);
`,
  });
  await using server = await startCli(["h.ts", "--port", "0"], { cwd: folder.path });
  const client = io(server.url, { forceNew: true });
  client.emit("fail");
  await expect.poll(server.output).toMatch(/The handler of "fail" in \/ failed at h\.ts:5:\d+: TypeError: not my day/);
  await expect.poll(server.output).toContain("left alone");
  expect(await client.emitWithAck("alive")).toBe(true);
  client.close();
});

test("the banner says what runs, where, and how to connect", async () => {
  await using folder = await temporaryFolder({ "h.ts": typescript });
  await using server = await startCli(["h.ts", "--port", "0"], { cwd: folder.path });
  const versions = /(sio-serve|socket\.io|Node\.js) \d+\.\d+\.\d+/g;
  const output = server.output().replaceAll(new URL(server.url).port, "PORT").replace(versions, "$1 VERSION");
  expect(output).toMatchInlineSnapshot(`
    "
      sio-serve VERSION  development

      local     http://127.0.0.1:PORT
      handlers  h.ts  / 2 handlers
      engine    ws, polling + websocket  socket.io VERSION
      runtime   Node.js VERSION
      client    io("http://127.0.0.1:PORT")

    "
  `);
});

test("with --log-format json, every line is one JSON object", async () => {
  await using folder = await temporaryFolder({
    "h.ts": `import { on } from "sio-serve";\non("fail", () => { throw new Error("x"); });\n`,
  });
  await using server = await startCli(["h.ts", "--port", "0", "--log-format", "json"], { cwd: folder.path });
  const client = io(server.url, { forceNew: true });
  client.emit("fail");
  await expect.poll(server.output).toContain('"event":"fail"');
  client.close();
  expect(await server.stop()).toBe(0);
  const lines = server
    .output()
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines.map(({ msg }) => msg)).toEqual([
    "Listening",
    expect.stringContaining("failed at h.ts:2"),
    expect.stringContaining("Stopping"),
    "Stopped",
  ]);
  expect(lines[1]).toMatchObject({
    level: 50,
    event: "fail",
    namespace: "/",
    source: expect.stringMatching(/^h\.ts:2:/),
  });
});

describe("stopping", () => {
  const slow = `import { on } from "sio-serve";
on("slow", () => new Promise((resolve) => process.once("SIGUSR2", () => resolve("done"))));
on("never", () => new Promise(() => {}));
on("started", () => true);
setInterval(() => {}, 1_000);
`;

  async function serving(
    args: readonly string[] = [],
  ): Promise<{ server: CliServer; client: Socket; [Symbol.asyncDispose](): Promise<void> }> {
    const folder = await temporaryFolder({ "h.ts": slow });
    const server = await startCli(["h.ts", "--port", "0", ...args], { cwd: folder.path });
    const client = await connected(io(server.url, { forceNew: true, transports: ["websocket"], reconnection: false }));
    return {
      server,
      client,
      async [Symbol.asyncDispose]() {
        client.close();
        await server[Symbol.asyncDispose]();
        await folder[Symbol.asyncDispose]();
      },
    };
  }

  test.each(["SIGTERM", "SIGINT"] as const)(
    "%s lets a running handler answer, then closes clients so that they come back",
    async (signal) => {
      await using running = await serving();
      const { server, client } = running;
      const answer = client.emitWithAck("slow");
      const gone = next(client, "disconnect");
      await client.emitWithAck("started");
      const ended = server.stop(signal);
      await expect.poll(server.output).toContain("Stopping");
      server.process.kill("SIGUSR2");
      expect(await answer).toBe("done");
      expect((await gone)[0]).toBe("transport close");
      expect(await ended).toBe(0);
    },
  );

  test("a handler that never settles is named when the time is up", async () => {
    await using running = await serving(["--shutdown-timeout", "200ms"]);
    const { server, client } = running;
    client.emit("never");
    await client.emitWithAck("started");
    expect(await server.stop()).toBe(1);
    expect(server.output()).toContain('When the time was up, the handler of "never" in / had not finished');
  });

  test("a second signal ends at once", async () => {
    await using running = await serving();
    const { server, client } = running;
    client.emit("never");
    await client.emitWithAck("started");
    const ended = server.stop("SIGINT");
    await expect.poll(server.output).toContain("Stopping");
    server.process.kill("SIGINT");
    expect(await ended).toBe(130);
  });

  test("no new client is accepted while the server stops", async () => {
    await using running = await serving();
    const { server, client } = running;
    client.emit("never");
    await client.emitWithAck("started");
    const ended = server.stop();
    await expect.poll(server.output).toContain("Stopping");
    await expect(connected(io(server.url, { forceNew: true, reconnection: false }))).rejects.toThrow();
    server.process.kill("SIGKILL");
    await ended;
  });
});

test("a unix socket", async () => {
  await using folder = await temporaryFolder({ "h.ts": typescript });
  await using server = await startCli(["h.ts", "--unix-socket", "s.sock"], { cwd: folder.path });
  const status = await new Promise((resolve, reject) => {
    request({ socketPath: server.url, path: "/socket.io/?EIO=4&transport=polling" }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on("error", reject)
      .end();
  });
  expect(status).toBe(200);
  expect(await server.stop()).toBe(0);
});

test("--version and --help", async () => {
  const version = await runCli(["--version"]);
  expect([version.status, version.stdout]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+\n$/)]);
  const help = await runCli(["--help"]);
  expect([help.status, help.stdout]).toEqual([0, expect.stringContaining("sio-serve handlers.ts")]);
});
