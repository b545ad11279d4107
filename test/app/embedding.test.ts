import { execFile } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { createSecureServer } from "node:http2";
import { createServer as createHttpsServer } from "node:https";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { serve as serveHono } from "@hono/node-server";
import express from "express";
import fastify from "fastify";
import { Hono } from "hono";
import { io } from "socket.io-client";
import { beforeAll, describe, expect, test } from "vitest";
import { type SioError, SocketIO } from "../../src/index.ts";
import { temporaryFolder } from "../_support/folder.ts";
import { next } from "../_support/server.ts";
import { issue } from "../server/certificates.ts";

let pem: { readonly key: string; readonly cert: string };
beforeAll(async () => {
  await using folder = await temporaryFolder();
  const cert = await issue(folder.path, { as: "server", name: "own" });
  pem = { cert, key: await readFile(join(folder.path, "own.key"), "utf8") };
});

/** Servers of a program's own that answer GET /hello with "hello", each in the way of its framework. */
const programs: Readonly<Record<string, () => Server | Promise<Server>>> = {
  http: () => createServer((_request, response) => response.end("hello")),
  https: () => createHttpsServer(pem, (_request, response) => response.end("hello")),
  "http2 that allows HTTP/1": () =>
    createSecureServer({ ...pem, allowHTTP1: true }, (_request, response) =>
      response.end("hello"),
    ) as unknown as Server,
  Express: () => createServer(express().get("/hello", (_request, response) => void response.send("hello"))),
  Fastify: async () => {
    const app = fastify();
    app.get("/hello", async () => "hello");
    await app.ready();
    return app.server;
  },
  Hono: () =>
    serveHono({ fetch: new Hono().get("/hello", (context) => context.text("hello")).fetch, port: 0 }) as Server,
};

describe.each(Object.entries(programs))("attached to %s", (name, make) => {
  test.each(["polling", "websocket"])(
    "serves beside what it answers, over %s, and leaves it whole",
    async (transport) => {
      const server = await make();
      const sio = new SocketIO();
      sio.on("add", (a: number, b: number) => a + b);
      await sio.attach(server);
      if (!server.listening) await once(server.listen(0, "127.0.0.1"), "listening");
      const { address } = sio;
      if (!address || "unixSocket" in address) throw new Error("It has no port.");
      const url = `${/https|http2/.test(name) ? "https" : "http"}://localhost:${address.port}`;
      const client = io(url, { transports: [transport], ca: pem.cert, forceNew: true, reconnection: false });
      expect(await client.emitWithAck("add", 1, 2)).toBe(3);
      const gone = next(client, "disconnect");
      await sio.stop();
      expect(await gone).toBeDefined();
      expect(server.listening).toBe(true);
      expect(server.listenerCount("upgrade")).toBe(0);
      expect(await get(`${url}/hello`)).toBe("hello");
      client.close();
      server.close();
      server.closeAllConnections?.();
    },
  );
});

test("attach refuses what is no server, and says what to give", async () => {
  await expect(new SocketIO().attach(express() as never)).rejects.toThrow("http.createServer(app)");
});

test("applications in one process do not share state", async () => {
  const [one, two] = [new SocketIO({ port: 0 }), new SocketIO({ port: 0 })];
  one.on("which", () => "one");
  two.on("which", () => "two");
  await Promise.all([one.run(), two.run()]);
  const ask = async (sio: SocketIO) => {
    const { address } = sio;
    const client = io(`http://127.0.0.1:${address && "port" in address ? address.port : 0}`, { forceNew: true });
    const answer = await client.emitWithAck("which");
    client.close();
    return answer;
  };
  expect([await ask(one), await ask(two)]).toEqual(["one", "two"]);
  await one.stop();
  expect(await ask(two)).toBe("two");
  await two.stop();
});

test("an application can run again after it was stopped", async () => {
  const sio = new SocketIO({ port: 0 });
  await sio.run();
  await expect(sio.run()).rejects.toThrow("runs already");
  await sio.stop();
  await sio.stop();
  await sio.run();
  expect(sio.address).toBeDefined();
  await sio.stop();
  expect(sio.address).toBeUndefined();
});

test("nothing is left open: the program ends by itself", async () => {
  const entry = fileURLToPath(new URL("../../dist/index.js", import.meta.url));
  const client = fileURLToPath(import.meta.resolve("socket.io-client"));
  await using folder = await temporaryFolder({
    "program.mjs": `
import { SocketIO, sleep } from ${JSON.stringify(entry)};
import { io } from ${JSON.stringify(client)};
const sio = new SocketIO({ port: 0 });
sio.on("add", (a, b) => a + b);
sio.startBackgroundTask(async function forever(signal) { for (;;) await sleep(60_000, signal); });
await sio.run();
const client = io("http://127.0.0.1:" + sio.address.port, { reconnection: false });
console.log(await client.emitWithAck("add", 1, 2));
console.log(JSON.stringify(await sio.stop()));
`,
  });
  const { stdout } = await promisify(execFile)(process.execPath, ["program.mjs"], { cwd: folder.path });
  expect(stdout).toBe("3\n[]\n");
});

test("a wrong setting is refused with every mistake", async () => {
  const sio = new SocketIO({ port: 99_999, prot: 1 } as object);
  const error = await sio.run().catch((refused: unknown) => refused);
  expect(error).toMatchObject({ code: "config", message: "2 settings are wrong." });
  expect((error as SioError).detail).toMatch(/port must be[\s\S]*prot/);
});

/** A GET that trusts the test's own certificate. */
async function get(url: string): Promise<string> {
  const { get: request } = await (url.startsWith("https") ? import("node:https") : import("node:http"));
  return new Promise((resolve, reject) => {
    request(url, { ca: pem.cert, agent: false }, async (response) => {
      let text = "";
      for await (const chunk of response) text += chunk;
      resolve(text);
    }).on("error", reject);
  });
}
