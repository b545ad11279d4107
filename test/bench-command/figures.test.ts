import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { expect, test } from "vitest";
import { startCli } from "../_support/cli.ts";
import { temporaryFolder } from "../_support/folder.ts";
import { serveBare } from "./bare.ts";
import { benchJson, brief } from "./run.ts";

test("what is sent is what arrives, and every message is accounted for", async () => {
  const server = await serveBare();
  const { status, stderr, report } = await benchJson([server.url, ...brief]);
  expect([status, stderr]).toEqual([0, ""]);
  const { sent, answered, lost, unasked, withheld } = report.messages;
  expect(sent).toBe(answered);
  expect([lost, unasked, withheld]).toEqual([0, 0, 0]);
  // One message comes first, to see whether it is acknowledged at all.
  expect(server.echoed()).toBe(sent + 1);
  expect(report.histogram.reduce((sum, { count }) => sum + count, 0)).toBe(answered);
  expect(report.connections).toMatchObject({ asked: 4, made: 4, failed: 0, lost: 0 });
});

test("a server of sio-serve is loaded like any other", async () => {
  await using folder = await temporaryFolder({
    "handlers.ts": 'import { on } from "sio-serve";\non("echo", (value: unknown) => value);\n',
  });
  await using server = await startCli(["handlers.ts", "--port", "0"], { cwd: folder.path });
  const { status, report } = await benchJson([server.url, ...brief, "--in-flight", "5"]);
  expect(status).toBe(0);
  expect(report).toMatchObject({ ok: true, load: { kind: "in-flight", inFlight: 5, event: "echo" } });
  expect(report.messages.sent).toBe(report.messages.answered);
});

test.each(["websocket", "polling"])("over %s", async (transport) => {
  const server = await serveBare();
  const seen = new Set<string>();
  server.io.on("connection", ({ conn }) => seen.add(conn.transport.name));
  const { status, report } = await benchJson([server.url, ...brief, "--transports", transport, "--in-flight", "3"]);
  expect(status).toBe(0);
  expect([...seen]).toEqual([transport]);
  expect(report).toMatchObject({ ok: true, transport });
  expect(server.echoed()).toBe(report.messages.sent + 1);
  expect(report.bytes.sent).toBeGreaterThan(0);
  expect(report.bytes.received).toBeGreaterThan(0);
});

test("over polling, the cookie of a balancer is sent back", async () => {
  const server = await serveBare({ cookie: { name: "node" } });
  const cookies = new Set<string | undefined>();
  server.io.engine.on("headers", (_headers: object, { headers, url }: IncomingMessage) => {
    if (url?.includes("sid=")) cookies.add(headers.cookie?.split("=")[0]);
  });
  const { status } = await benchJson([server.url, ...brief, "--transports", "polling"]);
  expect([status, ...cookies]).toEqual([0, "node"]);
});

test("with a rate, messages leave whatever the server does, and latency counts from when they were due", async () => {
  const server = await serveBare();
  const { status, report } = await benchJson([server.url, ...brief, "--rate", "50/s", "--ack"]);
  expect(status).toBe(0);
  expect(report.load).toEqual({ kind: "rate", event: "echo", perSecond: 50, ack: true });
  expect(report.messages.sent).toBe(report.messages.answered);
  expect(server.echoed()).toBe(report.messages.sent + 1);
  const { latencyMs, serviceMs } = report;
  expect(latencyMs?.max).toBeGreaterThanOrEqual(serviceMs?.max ?? Number.POSITIVE_INFINITY);
});

test("with a rate and no acknowledgement, messages are only sent", async () => {
  const server = await serveBare();
  const { report } = await benchJson([server.url, ...brief, "--rate", "50"]);
  const { sent, answered, lost, unasked } = report.messages;
  expect([answered, lost, unasked]).toEqual([0, 0, sent]);
  expect([report.latencyMs, report.serviceMs, report.histogram]).toEqual([null, null, []]);
  await expect.poll(server.echoed).toBe(sent);
});

test("events of the server are counted", async () => {
  const server = await serveBare();
  server.io.on("connection", (socket) => socket.on("shout", () => server.io.emit("heard")));
  const { report } = await benchJson([server.url, ...brief, "--rate", "20", "--event", "shout"]);
  expect(report.messages.received).toBeGreaterThan(report.messages.sent);
});

test.each(["websocket", "polling"])(
  "a server that does not read is not sent more and more, over %s",
  async (transport) => {
    const server = await serveBare({ maxHttpBufferSize: 1e9 });
    const sockets: Socket[] = [];
    server.io.on("connection", ({ conn }) => void sockets.push(conn.request.socket.pause()));
    const load = ["--rate", "1000", "--payload", "200kb", "--timeout", "2s", "--transports", transport];
    const { status, report } = await benchJson([server.url, "--connections", "1", "--duration", "500ms", ...load]);
    // Who does not read does not see either that the client has gone.
    for (const socket of sockets) socket.destroy();
    expect(status).toBe(1);
    expect(report.messages.withheld).toBeGreaterThan(0);
    expect(report.errors).toContainEqual({
      stage: "send",
      kind: "backlog",
      message: "the server did not take what was sent before",
      count: report.messages.withheld,
    });
  },
);
