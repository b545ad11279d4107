import { expect, test } from "vitest";
import { connected } from "../../_support/server.ts";
import { openPolling, openWebSocket } from "../../server/raw.ts";
import { open, type Subject, start, transports } from "./subject.ts";

/** How clients get in, and what handlers are told of them. */
export function handshaking(subject: Subject): void {
  test.each(transports)("over %s, a client connects and handlers see its handshake", async (transport) => {
    const server = await start(subject);
    const client = open(server.url, { transports: [transport], query: { from: "a b" }, auth: { name: "Ann" } });
    const seen = await client.emitWithAck("handshake");
    expect(seen).toMatchObject({
      address: "127.0.0.1",
      remoteAddress: "127.0.0.1",
      secure: false,
      encrypted: false,
      xdomain: false,
      method: "GET",
      auth: { name: "Ann" },
      query: { from: "a b", transport, EIO: "4" },
      headers: { host: new URL(server.url).host },
    });
    expect(seen.url).toMatch(/^\/socket\.io\/\?.*from=a(?:%20|\+)b/);
    expect(seen.raw).toBe(seen.url);
    expect(await client.emitWithAck("request")).toMatchObject({ sid: client.id, address: "127.0.0.1" });
    expect(await client.emitWithAck("transport")).toBe(transport);
  });

  test("a client begins with polling and changes to WebSocket", async () => {
    const server = await start(subject);
    const client = await connected(open(server.url));
    await expect.poll(() => client.io.engine.transport.name).toBe("websocket");
    expect(await client.emitWithAck("echo", "after")).toBe("after");
    expect(await client.emitWithAck("transport")).toBe("websocket");
  });

  test("messages that cross the change of transport all arrive, in order", async () => {
    const server = await start(subject);
    const client = open(server.url);
    const numbers = Array.from({ length: 300 }, (_, index) => index);
    const answers = await Promise.all(numbers.map((number) => client.emitWithAck("echo", number)));
    expect(answers).toEqual(numbers);
    await expect.poll(() => client.io.engine.transport.name).toBe("websocket");
  });

  test.each([
    ["polling", "websocket"],
    ["websocket", "polling"],
  ] as const)("--transports %s turns %s off", async (offered, other) => {
    const server = await start(subject, { flags: ["--transports", offered] });
    expect(await open(server.url, { transports: [offered] }).emitWithAck("echo", 1)).toBe(1);
    await expect(connected(open(server.url, { transports: [other] }))).rejects.toThrow();
  });

  test("the first packet tells the limits, and an unknown session is refused on both transports", async () => {
    const server = await start(subject, { flags: ["--ping-interval", "10s", "--max-http-buffer-size", "64kb"] });
    const { handshake } = await openPolling(server.url);
    expect(handshake).toMatchObject({ pingInterval: 10_000, pingTimeout: 20_000, maxPayload: 64_000 });
    const unknown = `${server.url}/socket.io/?EIO=4&sid=nobody&transport=`;
    const response = await fetch(`${unknown}polling`);
    expect([response.status, await response.json()]).toEqual([400, { code: 1, message: "Session ID unknown" }]);
    await expect(openWebSocket(`${unknown}websocket`)).rejects.toThrow("400");
  });

  test("on another path", async () => {
    const server = await start(subject, { flags: ["--path", "/a/b"] });
    for (const transport of transports) {
      expect(await open(server.url, { path: "/a/b", transports: [transport] }).emitWithAck("echo", 1)).toBe(1);
    }
    await expect(connected(open(server.url))).rejects.toThrow();
  });
}
