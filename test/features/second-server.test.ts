import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { Server } from "socket.io";
import { expect, onTestFinished, test } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { SocketIO } from "../../src/index.ts";
import { runCli, startCli } from "../_support/cli.ts";
import { temporaryFolder } from "../_support/folder.ts";
import { connected, type Logged, serve } from "../_support/server.ts";
import { openClient } from "../server/client.ts";

const transports = ["polling", "websocket"];

/** Connects over each transport, at a path. */
async function connectsTo(url: string, path = "/socket.io"): Promise<void> {
  for (const transport of transports) await connected(openClient(url, { path, transports: [transport] }));
}

/** What a WebSocket without Socket.IO gets back for what it sends. */
async function echoFrom(url: string): Promise<string> {
  const client = new WebSocket(url.replace("http", "ws"));
  await once(client, "open");
  client.send("hi");
  const [data] = await once(client, "message");
  client.close();
  return String(data);
}

function warnings(log: readonly Logged[]): readonly string[] {
  return log.filter(({ level }) => level === "warn").map(({ message }) => message);
}

test("a second Socket.IO at the same path is refused where it is made, and the first goes on", async () => {
  await using server = await serve(() => {});
  const make = () => new Server(server.sio.io.httpServer as HttpServer);
  expect(make).toThrow(
    /^There is a second Socket.IO server on .* path \/socket.io \(.*second-server.test.ts:\d+:\d+\)\.$/,
  );
  expect(make).toThrow(expect.objectContaining({ code: "config", hint: expect.stringContaining("[C29]") }));
  await connectsTo(server.url);
  expect((await fetch(server.url)).status).toBe(404);
});

test("a second Socket.IO at another path works beside the first", async () => {
  await using server = await serve(() => {});
  const second = new Server(server.sio.io.httpServer as HttpServer, { path: "/other" });
  onTestFinished(() => void second.disconnectSockets(true));
  await connectsTo(server.url);
  await connectsTo(server.url, "/other");
  expect(server.log).toEqual([]);
});

test("with --force, a second Socket.IO is only warned of; with its id ignored, nothing is said", async () => {
  await using forced = await serve(() => {}, { force: true });
  new Server(forced.sio.io.httpServer as HttpServer);
  expect(warnings(forced.log)).toEqual([expect.stringContaining("[C29]")]);
  await using quiet = await serve(() => {}, { doctorIgnore: ["C29"] });
  new Server(quiet.sio.io.httpServer as HttpServer);
  new WebSocketServer({ server: quiet.sio.io.httpServer as HttpServer });
  expect(quiet.log).toEqual([]);
});

test("a WebSocketServer that takes every upgrade is warned of once, with its place and what to do", async () => {
  await using server = await serve(() => {});
  for (const path of ["/a", "/b"]) new WebSocketServer({ server: server.sio.io.httpServer as HttpServer, path });
  expect(warnings(server.log)).toEqual([
    expect.stringMatching(/^A WebSocketServer of the package "ws" .*second-server.test.ts:\d+:\d+\): .* \[C29\]$/),
  ]);
  expect(server.log[0]?.fields?.hint).toContain("noServer: true");
});

test("what it is warned of is so: a client of Socket.IO cannot open a WebSocket beside it", async () => {
  await using server = await serve(() => {});
  new WebSocketServer({ server: server.sio.io.httpServer as HttpServer, path: "/raw" });
  const client = openClient(server.url, { transports: ["websocket"] });
  await expect(connected(client)).rejects.toThrow("websocket error");
});

/** Handlers that make a second Socket.IO. */
const second = `
import { Server } from ${JSON.stringify(import.meta.resolve("socket.io"))};
export default (io) => {
  new Server(io.httpServer, { cors: { origin: "*" } });
};
`;

/** A WebSocket server on a path of its own, made as the warning says. */
const byPath = `
import { WebSocketServer } from ${JSON.stringify(import.meta.resolve("ws"))};
export default (io) => {
  const wss = new WebSocketServer({ noServer: true });
  wss.on("connection", (client) => client.on("message", (data) => client.send("VERSION: " + data)));
  const upgrade = (request, socket, head) => {
    if (request.url === "/raw") wss.handleUpgrade(request, socket, head, (client) => wss.emit("connection", client, request));
  };
  io.httpServer.on("upgrade", upgrade);
  return () => io.httpServer.off("upgrade", upgrade);
};
`;

test("a WebSocketServer on a path of its own works beside Socket.IO, across reloads and restarts", async () => {
  await using folder = await temporaryFolder({
    "handlers.js": byPath.replace("VERSION", "one"),
    "sio.config.json": `{ "pingInterval": "10s" }`,
  });
  await using server = await startCli(["handlers.js", "--port", "0", "--watch"], { cwd: folder.path });
  const works = async (version: string) => {
    expect(await echoFrom(`${server.url}/raw`)).toBe(`${version}: hi`);
    await connectsTo(server.url);
  };
  await works("one");
  await writeFile(join(folder.path, "handlers.js"), byPath.replace("VERSION", "two"));
  await expect.poll(server.output, { timeout: 10_000 }).toContain("Reloaded");
  await works("two");
  await writeFile(join(folder.path, "sio.config.json"), `{ "pingInterval": "11s" }`);
  await expect.poll(server.output, { timeout: 10_000 }).toContain("Restarted");
  await works("two");
  expect(server.output()).not.toMatch(/warn|error/);
});

test("a reload that brings a second Socket.IO is refused, and what was in force serves on", async () => {
  const handlers =
    "export default (io) => { io.on('connection', (socket) => socket.on('echo', (text, ack) => ack(text))); };";
  await using folder = await temporaryFolder({ "handlers.js": handlers });
  await using server = await startCli(["handlers.js", "--port", "0", "--watch"], { cwd: folder.path });
  const client = await connected(openClient(server.url));
  await writeFile(join(folder.path, "handlers.js"), second);
  await expect.poll(server.output, { timeout: 10_000 }).toContain("a second Socket.IO server");
  expect(await client.emitWithAck("echo", "hi")).toBe("hi");
  await connectsTo(server.url);
});

test("the command does not start with a second Socket.IO at the same path", async () => {
  await using folder = await temporaryFolder({ "handlers.js": second });
  const { status, stderr } = await runCli(["handlers.js", "--port", "0"], { cwd: folder.path });
  expect(status).toBe(78);
  expect(stderr.replaceAll(folder.path, "/project")).toMatchInlineSnapshot(`
    "✖ There is a second Socket.IO server on the HTTP server of the first, at the same path /socket.io (/project/handlers.js:4:3).
      → Use the server there is, with a namespace of its own: io.of("/name"); or give the other another path: new Server(httpServer, { path: "/other" }). [C29]
    "
  `);
});

/** An HTTP server of a program's own that listens. */
async function listening(): Promise<{ readonly server: HttpServer; readonly url: string }> {
  const server = createServer((_, response) => response.end("own")).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

test("attach() refuses a server that has a Socket.IO at the same path", async () => {
  const { server, url } = await listening();
  const first = new Server(server);
  onTestFinished(() => void first.disconnectSockets(true));
  await expect(new SocketIO().attach(server)).rejects.toThrow("a second Socket.IO server");
  await connected(openClient(url));
});

test("attach() takes a server that has a Socket.IO at another path, or upgrades by path", async () => {
  const { server, url } = await listening();
  const first = new Server(server, { path: "/other" });
  const wss = new WebSocketServer({ noServer: true });
  wss.on("connection", (client) => client.on("message", (data) => client.send(String(data))));
  server.on("upgrade", (request, socket, head) => {
    if (request.url === "/raw") wss.handleUpgrade(request, socket, head, (client) => wss.emit("connection", client));
  });
  const log: string[] = [];
  const sio = new SocketIO({ log: { trace() {}, debug() {}, info() {}, warn: (line) => log.push(line), error() {} } });
  await sio.attach(server);
  onTestFinished(async () => {
    first.disconnectSockets(true);
    await sio.stop();
  });
  await connectsTo(url);
  await connectsTo(url, "/other");
  expect(await echoFrom(`${url}/raw`)).toBe("hi");
  expect(await (await fetch(url)).text()).toBe("own");
  expect(log).toEqual([]);
});

test("attach() warns of a WebSocketServer that is on the server already", async () => {
  const { server } = await listening();
  new WebSocketServer({ server });
  const log: string[] = [];
  const sio = new SocketIO({ log: { trace() {}, debug() {}, info() {}, warn: (line) => log.push(line), error() {} } });
  await sio.attach(server);
  onTestFinished(() => sio.stop().then(() => {}));
  expect(log).toEqual([expect.stringContaining("[C29]")]);
});

test("after stop(), nothing is left that looks at what is added to the program's server", async () => {
  const { server } = await listening();
  const sio = new SocketIO();
  await sio.attach(server);
  await sio.stop();
  expect(server.listenerCount("newListener") + server.listenerCount("removeListener")).toBe(0);
  const second = new Server(server);
  onTestFinished(() => void second.disconnectSockets(true));
});
