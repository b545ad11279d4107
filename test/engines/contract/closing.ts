import { expect, test } from "vitest";
import { connected } from "../../_support/server.ts";
import { openPolling, openWebSocket } from "../../server/raw.ts";
import { journalOf, open, type Subject, start, transports } from "./subject.ts";

/** How connections end, and what either side is told. */
export function closing(subject: Subject): void {
  test.each(transports)("over %s, both sides are told why a connection ends", async (transport) => {
    const server = await start(subject);
    const watcher = await connected(open(server.url));
    const client = (name: string) => connected(open(server.url, { transports: [transport], auth: { name } }));
    const leaving = await client("leaving");
    leaving.disconnect();
    const lost = await client("lost");
    lost.io.engine.close();
    const sent = await client("sent");
    const reason = new Promise((resolve) => sent.once("disconnect", resolve));
    sent.emit("leave namespace");
    expect(await reason).toBe("io server disconnect");
    const expected = [
      "leaving: client namespace disconnect",
      "lost: transport close",
      "sent: server namespace disconnect",
    ];
    await expect.poll(async () => (await journalOf(watcher)).toSorted()).toEqual(expected);
  });

  test("a client that answers no heartbeat is closed, on every transport", async () => {
    const server = await start(subject, { flags: ["--ping-interval", "200ms", "--ping-timeout", "200ms"] });
    const [polling, webSocket] = await Promise.all([
      openPolling(server.url),
      openWebSocket(`${server.url}/socket.io/?EIO=4&transport=websocket`),
    ]);
    await Promise.all([polling.untilClosed(), webSocket.closed]);
  });

  test("a client that joins no namespace is closed", async () => {
    const server = await start(subject, { flags: ["--connect-timeout", "200ms"] });
    const webSocket = await openWebSocket(`${server.url}/socket.io/?EIO=4&transport=websocket`);
    await webSocket.closed;
  });
}
