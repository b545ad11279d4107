import { expect, test } from "vitest";
import { serveBare } from "./bare.ts";
import { benchJson, brief } from "./run.ts";

test("messages that are not acknowledged are lost, and all still adds up", async () => {
  const server = await serveBare();
  let heard = 0;
  server.io.on("connection", (socket) => {
    socket.on("sometimes", (value, acknowledge) => {
      heard += 1;
      if (heard % 3 !== 0 || heard === 1) acknowledge(value);
    });
  });
  const { status, report } = await benchJson([server.url, ...brief, "--event", "sometimes", "--timeout", "1s"]);
  const { sent, answered, lost } = report.messages;
  expect([status, report.ok]).toEqual([1, false]);
  expect(lost).toBeGreaterThan(0);
  expect(answered + lost).toBe(sent);
  expect(heard).toBe(sent + 1);
  expect(report.errors).toEqual([
    { stage: "acknowledge", kind: "timeout", message: "no acknowledgement within 1 s", count: lost },
  ]);
});

test.each(["websocket", "polling"])("clients that the server sends away are counted, over %s", async (transport) => {
  const server = await serveBare();
  server.io.on("connection", (socket) => {
    let left = 5;
    socket.on("limited", (value, acknowledge) => {
      left -= 1;
      if (left === 0) socket.disconnect(true);
      else acknowledge(value);
    });
  });
  const flags = ["--event", "limited", "--duration", "20s", "--transports", transport];
  const { status, report } = await benchJson([server.url, ...brief, ...flags]);
  const { sent, answered, lost } = report.messages;
  expect([status, report.connections.lost, lost]).toEqual([1, 4, 4]);
  expect(answered + lost).toBe(sent);
  expect(report.disconnects).toEqual([{ reason: "io server disconnect", count: 4 }]);
});

test("connections that the server cuts are counted with how it showed", async () => {
  const server = await serveBare();
  server.io.on("connection", (socket) => socket.on("cut", () => socket.conn.request.socket.destroy()));
  const { report } = await benchJson([server.url, ...brief, "--event", "cut", "--rate", "20", "--duration", "20s"]);
  expect(report.disconnects).toEqual([{ reason: "transport close", count: 4 }]);
});

test("a message that is too large for the server ends its connection with a code", async () => {
  const server = await serveBare({ maxHttpBufferSize: 1_000 });
  const flags = ["--payload", "2kb", "--rate", "20", "--duration", "20s"];
  const { report } = await benchJson([server.url, ...brief, ...flags]);
  expect(report.disconnects).toEqual([{ reason: "transport close (code 1009)", count: 4 }]);
});

test("a server that sends no heartbeats is given up", async () => {
  const server = await serveBare({ pingInterval: 100, pingTimeout: 100 });
  server.io.on("connection", (socket) => {
    // What it announces is not what it does.
    clearTimeout((socket.conn as unknown as { pingIntervalTimer: NodeJS.Timeout }).pingIntervalTimer);
  });
  const { report } = await benchJson([server.url, ...brief, "--rate", "0.01", "--duration", "20s"]);
  expect(report.disconnects).toEqual([{ reason: "ping timeout", count: 4 }]);
});

test("connections that fail are told apart from those that are made", async () => {
  const server = await serveBare();
  let admitted = 0;
  server.io.use((_socket, next) => {
    admitted += 1;
    if (admitted > 3) next(new Error("full"));
    else next();
  });
  const args = [server.url, "--connections", "10", "--duration", "200ms"];
  const { status, report } = await benchJson(args);
  expect(status).toBe(1);
  expect(report.connections).toMatchObject({ asked: 10, made: 3, failed: 7, lost: 0 });
  expect(report.errors).toEqual([
    { stage: "connect", kind: "refused", message: "the server refused the client in /: full", count: 7 },
  ]);
});
