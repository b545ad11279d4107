import { expect, test } from "vitest";
import { connected } from "../../_support/server.ts";
import { hear, journalOf, open, type Subject, settled, start, transports } from "./subject.ts";

/** Clients that are lost and come back. */
export function recovering(subject: Subject): void {
  test.each(transports)(
    "over %s, one comes back to its rooms, to what it missed, and to broadcasts after that",
    async (transport) => {
      const server = await start(subject, { flags: ["--connection-state-recovery", "1m"] });
      const sender = await connected(open(server.url));
      const client = await connected(open(server.url, { transports: [transport], auth: { name: "back" } }));
      const heard = hear(client);
      await client.emitWithAck("join", "blue");
      sender.emit("all", "before");
      await expect.poll(() => heard.length).toBe(1);
      const { id } = client;

      client.io.engine.close();
      await expect.poll(() => journalOf(sender)).toEqual(["back: transport close"]);
      sender.emit("room", "blue", "missed");
      await settled(sender);
      await connected(client.connect());
      expect([client.recovered, client.id]).toEqual([true, id]);

      sender.emit("room", "blue", "to the room");
      sender.emit("all", "to all");
      await settled(sender);
      await settled(client);
      // Each has an offset behind what was sent.
      expect(heard.map(([what]) => what)).toEqual(["before", "missed", "to the room", "to all"]);
    },
  );
}
