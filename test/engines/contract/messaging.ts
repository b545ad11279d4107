import { expect, test } from "vitest";
import { connected } from "../../_support/server.ts";
import { hear, open, type Subject, start, transports } from "./subject.ts";

/** What one client and the server say to each other. */
export function messaging(subject: Subject): void {
  test.each(transports)("over %s, values and bytes arrive as they were sent, with acks", async (transport) => {
    const server = await start(subject);
    const client = open(server.url, { transports: [transport] });
    const bytes = Buffer.from([0, 1, 2, 253, 254, 255]);
    const values = [null, 0, "", "ä€😀", [], { deep: [{ bytes }] }, bytes, Buffer.alloc(0), { a: bytes, b: bytes }];
    for (const value of values) expect(await client.emitWithAck("echo", value)).toEqual(value);
  });

  test.each(transports)("over %s, many messages of different sizes stay in order", async (transport) => {
    const server = await start(subject);
    const client = await connected(open(server.url, { transports: [transport] }));
    const heard = hear(client);
    for (const bytes of [10, 200, 70_000]) client.emit("many", 20, bytes);
    await expect.poll(() => heard.length, { timeout: 10_000 }).toBe(60);
    expect(heard.map(([number]) => number)).toEqual([...Array(60).keys()].map((index) => index % 20));
    expect(
      heard.every(([number, load]) => (Number(number) % 2 ? Buffer.isBuffer(load) : typeof load === "string")),
    ).toBe(true);
  });

  test("one connection carries several namespaces, and leaving one leaves the other", async () => {
    const server = await start(subject);
    const main = await connected(open(server.url, { transports: ["websocket"] }));
    const other = main.io.socket("/other");
    await connected(other);
    const [inMain, inOther] = [hear(main), hear(other)];
    const left = new Promise((resolve) => other.once("disconnect", resolve));
    other.emit("leave namespace");
    expect(await left).toBe("io server disconnect");
    const watcher = open(server.url, { namespace: "/other" });
    watcher.emit("all", "for others");
    await watcher.emitWithAck("echo", 1);
    main.emit("all", "for main");
    await main.emitWithAck("echo", 1);
    expect([inMain, inOther]).toEqual([[["for main"]], []]);
  });
}
