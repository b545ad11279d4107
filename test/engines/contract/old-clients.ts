import io from "socket.io-client-v2";
import { expect, onTestFinished, test } from "vitest";
import { connected } from "../../_support/server.ts";
import { abilitiesOf, open, type Subject, start, transports } from "./subject.ts";

/** Clients of Socket.IO 2. */
export function oldClients(subject: Subject): void {
  const served = abilitiesOf(subject).cannot.includes("oldClients") ? [] : transports;

  test.each(served)(
    "with --allow-eio3, one speaks over %s: events, acks, text and bytes, and hears broadcasts",
    async (transport) => {
      const server = await start(subject, { flags: ["--allow-eio3"] });
      const old = io(server.url, { transports: [transport], reconnection: false, forceNew: true });
      onTestFinished(() => void old.close());
      const heard: unknown[] = [];
      old.on("news", (...args: unknown[]) => heard.push(args));
      const answer = await new Promise((resolve) =>
        old.emit("echo", { text: "ä", bytes: Buffer.from([1, 2]) }, resolve),
      );
      expect(answer).toEqual({ text: "ä", bytes: Buffer.from([1, 2]) });
      const young = await connected(open(server.url));
      young.emit("all", "text", Buffer.from([3, 4]));
      await expect.poll(() => heard).toEqual([["text", Buffer.from([3, 4])]]);
    },
  );

  test("without it, one is refused in words", async () => {
    const server = await start(subject);
    const old = io(server.url, { reconnection: false, forceNew: true });
    onTestFinished(() => void old.close());
    await new Promise((resolve) => old.on("connect_error", resolve));
    await expect.poll(server.output).toContain("A client of Socket.IO 1 or 2 was refused");
  });
}
