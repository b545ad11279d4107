import { once } from "node:events";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../_support/folder.ts";
import { open, type Subject, start } from "./subject.ts";

/** A session that takes its time, as one from a database does. */
const slowSession = `
export const httpSession = (request, response, next) => setTimeout(next, 100);
export default (io) => io.on("connection", (socket) => socket.on("echo", (value, ack) => ack(value)));
`;

const upgrade =
  "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n";

/** Clients that go away in the middle. */
export function aborting(subject: Subject): void {
  test("a client that leaves while its handshake is checked troubles nobody else", async () => {
    await using folder = await temporaryFolder({ "h.mjs": slowSession });
    const server = await start(subject, {
      handlers: "h.mjs",
      cwd: folder.path,
      flags: ["--ping-interval", "200ms", "--ping-timeout", "200ms"],
    });
    const { hostname, port } = new URL(server.url);
    for (const [transport, headers] of [
      ["websocket", upgrade],
      ["polling", ""],
    ]) {
      const connection = connect(Number(port), hostname);
      connection.write(`GET /socket.io/?EIO=4&transport=${transport} HTTP/1.1\r\nHost: ${hostname}\r\n${headers}\r\n`);
      await once(connection, "connect");
      connection.resetAndDestroy();
    }
    // Longer than what the server would wait for those that have left.
    const client = open(server.url);
    let beats = 0;
    client.io.on("ping", () => beats++);
    expect(await client.emitWithAck("echo", 1)).toBe(1);
    await expect.poll(() => beats, { timeout: 5_000 }).toBeGreaterThan(3);
    expect(server.output()).not.toMatch(/error|uncaught/i);
    expect(await server.stop()).toBe(0);
  });

  test("nonsense in the place of a request troubles nobody else", async () => {
    const server = await start(subject);
    const { hostname, port } = new URL(server.url);
    for (const nonsense of [
      "\0\x01\x02",
      "GET\r\n\r\n",
      `GET / HTTP/1.1\r\n${"x".repeat(100_000)}`,
      "POST /socket.io/ HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
    ]) {
      const connection = connect(Number(port), hostname);
      const closed = new Promise((resolve) => connection.on("error", () => {}).once("close", resolve));
      connection.end(nonsense);
      connection.resume();
      await closed;
    }
    expect(await open(server.url).emitWithAck("echo", 1)).toBe(1);
  });
}
