import { describe, expect, onTestFinished, test } from "vitest";
import { type CliServer, startCli } from "../_support/cli.ts";
import { temporaryFolder } from "../_support/folder.ts";
import { connected, next } from "../_support/server.ts";
import { openClient } from "../server/client.ts";

/** The command, serving a file with this text; both are gone when the test is over. */
async function command(
  text: string,
  { args = ["--port", "0"], env = {} }: { args?: readonly string[]; env?: Readonly<Record<string, string>> } = {},
): Promise<CliServer> {
  const folder = await temporaryFolder({ "handlers.ts": text });
  onTestFinished(() => folder[Symbol.asyncDispose]());
  const server = await startCli(["handlers.ts", ...args], { cwd: folder.path, env });
  onTestFinished(() => server[Symbol.asyncDispose]());
  return server;
}

test.each([
  { as: "stop()", text: 'import { on, stop } from "sio-serve";\non("end", () => stop());' },
  { as: "await stop()", text: 'import { on, stop } from "sio-serve";\non("end", async () => { await stop(); });' },
  { as: "app.stop()", text: 'import { app, on } from "sio-serve";\non("end", () => void app.stop());' },
  {
    as: "stop() in a background task",
    text: 'import { on, startBackgroundTask, stop } from "sio-serve";\non("end", () => void startBackgroundTask(() => stop()));',
  },
])("$as in a handler closes the clients and ends with status 0", async ({ text }) => {
  const server = await command(text);
  const client = await connected(openClient(server.url));
  const gone = next(client, "disconnect");
  const ended = new Promise((resolve) => server.process.once("exit", resolve));
  client.emit("end");
  expect((await gone)[0]).toBe("transport close");
  expect(await ended).toBe(0);
  expect(server.output()).toContain("Stopped");
});

test.each([
  ["PORT", { PORT: "0" }],
  ["SIO_PORT", { SIO_PORT: "0", PORT: "1" }],
])("%s is respected", async (_name, env) => {
  const server = await command('import { on } from "sio-serve";\non("ping", () => "pong");', { args: [], env });
  expect(await openClient(server.url).emitWithAck("ping")).toBe("pong");
});

test("the banner names the engine and what it runs on", async () => {
  const server = await command('import { on } from "sio-serve";\non("ping", () => "pong");');
  expect(server.output()).toMatch(/engine +ws, polling \+ websocket/);
  expect(server.output()).toContain(`Node.js ${process.versions.node}`);
});

describe("--engine-log", () => {
  const handlers = 'import { on } from "sio-serve";\non("echo", (value: unknown) => value);';

  test("logs the engine's connections and packets at the level debug", async () => {
    const server = await command(handlers, { args: ["--port", "0", "--engine-log", "--log-level", "debug"] });
    const client = openClient(server.url);
    await client.emitWithAck("echo", "hello");
    await expect.poll(() => client.io.engine.transport.name).toBe("websocket");
    await client.emitWithAck("echo", Buffer.from("bytes"));
    await client.emitWithAck("echo", "x".repeat(1_000));
    const { id } = client.io.engine;
    client.disconnect();
    for (const line of [
      `debug engine ${id} opened over polling from `,
      `debug engine ${id} received message 20["echo","hello"]`,
      `debug engine ${id} sends message 30["hello"]`,
      `debug engine ${id} changed to websocket`,
      `debug engine ${id} received message of 5 bytes`,
      "… (1013 characters)",
      `debug engine ${id} closed: transport close`,
    ])
      await expect.poll(server.output).toContain(line);
  });

  test("warns where the log leaves out that level", async () => {
    const server = await command(handlers, { args: ["--port", "0", "--engine-log"] });
    await openClient(server.url).emitWithAck("echo", "hello");
    expect(server.output()).toContain(
      "The engine's lines are of the level debug, and the log's level is info: --log-level debug",
    );
    expect(server.output()).not.toContain("received");
  });
});

describe("what a handlers file exports as http", () => {
  const from = (name: string) => JSON.stringify(import.meta.resolve(name));
  const kinds = {
    Express: `import express from ${from("express")};
export const http = express().post("/tell", (request, response) => { app.emit("told", request.url); response.send("done"); });`,
    Fastify: `import fastify from ${from("fastify")};
export const http = fastify().post("/tell", async (request) => { app.emit("told", request.url); return "done"; });`,
    Hono: `import { Hono } from ${from("hono")};
export const http = new Hono().post("/tell", (context) => { app.emit("told", new URL(context.req.url).pathname); return context.text("done"); });`,
    "(request, response)":
      'export const http = (request, response) => { app.emit("told", request.url); response.end("done"); };',
    "fetch(request)":
      'export const http = { fetch: async (request) => { app.emit("told", new URL(request.url).pathname); return new Response("done"); } };',
  };

  test.each(Object.entries(kinds))("%s answers on the port of the sockets, and reaches them", async (_kind, text) => {
    const server = await command(`import { app, on } from "sio-serve";\non("ping", () => "pong");\n${text}\n`);
    const client = await connected(openClient(server.url));
    const told = next(client, "told");
    const response = await fetch(`${server.url}/tell`, { method: "POST" });
    expect([response.status, await response.text(), await told]).toEqual([200, "done", ["/tell"]]);
    expect(await client.emitWithAck("ping")).toBe("pong");
  });
});

test("the three styles live in one file", async () => {
  const server = await command(`import { Namespace, on } from "sio-serve";
import type { Server } from "socket.io";
on("function", () => "function");
export class Chat extends Namespace {
  constructor() { super("/chat"); }
  onClass() { return "class"; }
}
export default (io: Server) => {
  io.on("connection", (socket) => socket.on("plain", (ack: (answer: string) => void) => ack("plain")));
};
`);
  const client = openClient(server.url);
  expect(await client.emitWithAck("function")).toBe("function");
  expect(await client.emitWithAck("plain")).toBe("plain");
  expect(await openClient(`${server.url}/chat`).emitWithAck("class")).toBe("class");
});
