import { expect, test } from "vitest";
import { connected } from "../../_support/server.ts";
import { journalOf, open, type Subject, start, transports } from "./subject.ts";

/** Large messages, and those that are too large. */
export function limiting(subject: Subject): void {
  test.each(transports)("over %s, messages of megabytes arrive whole", async (transport) => {
    const server = await start(subject, { flags: ["--max-http-buffer-size", "8mb"] });
    const client = open(server.url, { transports: [transport] });
    const text = "ä".repeat(2_500_000);
    const bytes = Buffer.alloc(4_000_000, 5);
    expect((await client.emitWithAck("echo", text)) === text).toBe(true);
    expect(bytes.equals(await client.emitWithAck("echo", bytes))).toBe(true);
  });

  test.each(transports)(
    "over %s, a message over the limit ends its connection alone, and the log says why",
    async (transport) => {
      const server = await start(subject, { flags: ["--max-http-buffer-size", "10kb"] });
      const other = await connected(open(server.url));
      const client = await connected(open(server.url, { transports: [transport], auth: { name: "Large" } }));
      const ended = new Promise((resolve) => client.once("disconnect", resolve));
      client.emit("echo", "x".repeat(20_000));
      expect(["transport close", "transport error"]).toContain(await ended);
      await expect.poll(async () => (await journalOf(other)).join()).toMatch(/^Large: transport (?:error|close)$/);
      await expect.poll(server.output).toContain("A client sent a message over 10000 bytes");
    },
  );
}
