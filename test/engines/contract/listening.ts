import { once } from "node:events";
import { createServer } from "node:net";
import { expect, test } from "vitest";
import { needs, noIPv6 } from "../../_support/needs.ts";
import { open, runToEnd, type Subject, start } from "./subject.ts";

/** Addresses. */
export function listening(subject: Subject): void {
  test("on every network, addresses are told in one form", async (context) => {
    needs(context, noIPv6);
    const server = await start(subject, { flags: ["--host", "::", "--port", "0"] });
    const port = new URL(server.url).port;
    expect((await open(`http://127.0.0.1:${port}`).emitWithAck("handshake")).address).toBe("::ffff:127.0.0.1");
    expect((await open(`http://[::1]:${port}`).emitWithAck("handshake")).address).toBe("::1");
  });

  test("a port that another server has is left to it, and said", async () => {
    const server = await start(subject);
    const taken = ["--port", new URL(server.url).port];
    const second = await runToEnd(subject, { flags: taken });
    expect([second.status, second.stderr]).toEqual([69, expect.stringContaining("is taken")]);
    expect(await open(server.url).emitWithAck("echo", 1)).toBe(1);
  });

  test("a port that a program of another kind has is not shared with it", async () => {
    const holder = createServer().listen(0, "127.0.0.1");
    await once(holder, "listening");
    const { port } = holder.address() as { readonly port: number };
    const second = await runToEnd(subject, { flags: ["--port", String(port)] });
    expect([second.status, second.stderr]).toEqual([69, expect.stringContaining("is taken")]);
    await new Promise((closed) => holder.close(closed));
  });

  test.each([
    ["203.0.113.1", "This machine has no address 203.0.113.1"],
    ["no-such-host.invalid", "The host no-such-host.invalid has no address"],
  ])("host %s is refused in words", async (host, message) => {
    const result = await runToEnd(subject, { flags: ["--host", host, "--port", "0"] });
    expect([result.status, result.stderr]).toEqual([69, expect.stringContaining(message)]);
  });
}
