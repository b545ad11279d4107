import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Server } from "socket.io";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { freePort } from "../../bench/lib/ports.mjs";

const generator = fileURLToPath(new URL("../../bench/load/main.mjs", import.meta.url));
const apps = fileURLToPath(new URL("../../bench/apps/", import.meta.url));
const run = promisify(execFile);
const servers: Server[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((io) => io.close()));
});

async function listen(setUp: (io: Server) => void): Promise<number> {
  const httpServer = createServer();
  const io = new Server(httpServer);
  servers.push(io);
  setUp(io);
  httpServer.listen(0, "127.0.0.1");
  await once(httpServer, "listening");
  return (httpServer.address() as AddressInfo).port;
}

async function load(port: number, settings: object) {
  const spec = { ports: [port], connections: 3, inFlight: 1, payloadBytes: 32, connectMs: 10_000 };
  const generating = run(process.execPath, [generator, JSON.stringify({ ...spec, ...settings })]);
  generating.child.stdin?.on("error", () => {});
  generating.child.stdin?.end('{"runMs":50,"warmUp":true}\n{"runMs":100}\n{"runMs":100}\n');
  const { stdout } = await generating;
  const [ready, , first, both] = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  return { ready, first, both };
}

// 200 and 70,000 bytes need the two longer forms of a frame's length; 70,000 arrives in several pieces.
test.each([
  { connections: 1, inFlight: 1, payloadBytes: 32 },
  { connections: 20, inFlight: 12, payloadBytes: 200 },
  { connections: 2, inFlight: 2, payloadBytes: 70_000 },
])("echo gets every ack that it asks for: %o", async (settings) => {
  let handled = 0;
  const port = await listen((io) => {
    io.on("connection", (socket) => {
      socket.on("echo", (payload, ack) => {
        handled += 1;
        ack(payload);
      });
    });
  });
  const { ready, first, both } = await load(port, { workload: "echo", ...settings });
  expect(ready.messages).toBe(settings.connections);
  expect(first.messages).toBeGreaterThanOrEqual(settings.connections * settings.inFlight);
  expect(both.messages).toBeGreaterThan(first.messages);
  expect(both.messages).toBeLessThan(handled);
  expect(both.p99Ms).toBeGreaterThanOrEqual(both.p50Ms);
});

test("broadcast counts a delivery for every connection", async () => {
  let asked = 0;
  const port = await listen((io) => {
    io.on("connection", (socket) => {
      socket.on("broadcast", (payload) => {
        asked += 1;
        io.emit("news", payload);
      });
    });
  });
  const { both } = await load(port, { workload: "broadcast", connections: 30 });
  expect(both.messages % 30).toBe(0);
  expect(both.messages).toBeGreaterThan(30);
  expect(both.messages).toBeLessThan(asked * 30);
});

test("a broadcast that many ask for at once is told from the others", async () => {
  const port = await listen((io) => {
    io.on("connection", (socket) => socket.on("broadcast", (payload) => io.emit("news", payload)));
  });
  const { both } = await load(port, { workload: "broadcast", connections: 20, inFlight: 12 });
  expect(both.messages % 20).toBe(0);
  expect(both.messages).toBeGreaterThan(12 * 20);
});

test("rooms count a delivery for every member", async () => {
  const port = await listen(serveRooms);
  const { both } = await load(port, { workload: "rooms", connections: 40, rooms: 4 });
  expect(both.messages % 10).toBe(0);
  expect(both.messages).toBeGreaterThan(40);
});

test("news for another room fail the run", async () => {
  const port = await listen((io) => {
    serveRooms(io);
    io.on("connection", (socket) => socket.join("r0"));
  });
  await expect(load(port, { workload: "rooms", connections: 4, rooms: 2 })).rejects.toThrow(
    'This packet is not what was expected: 42["news","0xx',
  );
});

function serveRooms(io: Server): void {
  io.on("connection", (socket) => {
    socket.on("join", async (room, ack) => {
      await socket.join(room);
      ack();
    });
    socket.on("room", (room, payload) => io.to(room).emit("news", payload));
  });
}

describe.each(["bare", "bare-uws", "raw-ws", "raw-uws"])("the program %s", (name) => {
  let program: ChildProcess;
  let port: number;

  beforeAll(async () => {
    port = await freePort();
    program = spawn(process.execPath, [`${name}.mjs`], { cwd: apps, env: { PORT: String(port) }, stdio: "ignore" });
  });

  afterAll(async () => {
    const ended = once(program, "exit");
    program.kill();
    await ended;
  });

  test.each(["echo", "broadcast", "rooms"])("does the work of %s", async (workload) => {
    const { both } = await load(port, { workload, connections: 20, inFlight: 2, rooms: 4 });
    expect(both.messages).toBeGreaterThan(40);
  });
});

test("an echo at a pace sends no more than that", async () => {
  const port = await listen((io) => {
    io.on("connection", (socket) => socket.on("echo", (payload, ack) => ack(payload)));
  });
  const { both } = await load(port, { workload: "pacedEcho", rate: 500 });
  expect(both.messages).toBeGreaterThan(0);
  expect(both.rate).toBeLessThan(600);
});

test("an ack with the wrong answer fails the run", async () => {
  const port = await listen((io) => {
    io.on("connection", (socket) => socket.on("echo", (_payload, ack) => ack("something else")));
  });
  await expect(load(port, { workload: "echo" })).rejects.toThrow(
    'This packet is not what was expected: 430["something else"]',
  );
});

test("a client that the server refuses fails the run", async () => {
  const port = await listen((io) => io.use((_socket, next) => next(new Error("full"))));
  await expect(load(port, { workload: "echo" })).rejects.toThrow(
    'The server did not let the client in: 44{"message":"full"}',
  );
});

test("a connection that is lost under load fails the run", async () => {
  const port = await listen((io) => {
    io.on("connection", (socket) => socket.on("echo", () => socket.conn.close()));
  });
  await expect(load(port, { workload: "echo" })).rejects.toThrow("A connection broke under load");
});
