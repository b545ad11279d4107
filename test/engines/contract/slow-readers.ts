import type { Socket as Connection } from "node:net";
import { expect, test } from "vitest";
import { connected } from "../../_support/server.ts";
import { hear, journalOf, open, type Subject, start } from "./subject.ts";

const messages = 120;
const bytes = 1_000_000;

/** Clients that read slower than they are written to. */
export function slowReaders(subject: Subject): void {
  test("one that stops reading gets everything in the end, or is disconnected with a reason", async () => {
    const server = await start(subject);
    const watcher = await connected(open(server.url, { transports: ["polling"], namespace: "/other" }));
    const slow = await connected(open(server.url, { transports: ["websocket"], auth: { name: "slow" } }));
    const heard = hear(slow);
    let ended: unknown;
    slow.once("disconnect", (reason) => {
      ended = reason;
    });
    // The client's own connection, from below its WebSocket.
    const { ws } = slow.io.engine.transport as unknown as { readonly ws: { readonly _socket: Connection } };
    slow.emit("many", messages, bytes);
    ws._socket.pause();
    await watcher.emitWithAck("echo", 1);
    const journal = await journalOf(watcher);
    ws._socket.resume();
    await expect.poll(() => heard.length === messages || ended !== undefined, { timeout: 20_000 }).toBe(true);
    expect(heard.map(([number]) => number)).toEqual([...heard.keys()]);
    if (heard.length === messages) return;
    await expect.poll(() => journalOf(watcher)).toEqual(["slow: transport error"]);
    expect(journal.length).toBeLessThanOrEqual(1);
    await expect.poll(server.output).toContain("reads too slowly");
  }, 60_000);

  test("a burst of megabytes to a client that reads is no reason to end it", async () => {
    const server = await start(subject);
    const client = await connected(open(server.url, { transports: ["websocket"] }));
    const heard = hear(client);
    client.emit("many", 20, bytes);
    await expect.poll(() => heard.length, { timeout: 20_000 }).toBe(20);
    expect(client.connected).toBe(true);
  });
}
