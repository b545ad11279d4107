import { expect, test } from "vitest";
import { proxies } from "../../src/config/proxies.ts";
import { request } from "../../src/index.ts";
import type { ProxyRule } from "../../src/lib/proxies.ts";
import { connected, serve } from "../_support/server.ts";

const transports = ["polling", "websocket"];

/** What `request.address` is for a client that sends this header itself, from 127.0.0.1. */
async function addressSeen(trustProxy: ProxyRule, forwardedFor?: string, transport = "websocket"): Promise<unknown> {
  await using server = await serve(
    (sio) => sio.on("address", () => [request.address, sio.io.sockets.sockets.get(request.sid)?.handshake.address]),
    { trustProxy },
  );
  const client = server.client({
    transports: [transport],
    ...(forwardedFor !== undefined && { extraHeaders: { "X-Forwarded-For": forwardedFor } }),
  });
  await connected(client);
  const [own, plain] = (await client.emitWithAck("address")) as [unknown, unknown];
  expect(own).toBe(plain);
  return own;
}

test.each(transports)("over %s, nobody is believed unless trustProxy says so", async (transport) => {
  expect(await addressSeen([], "203.0.113.7", transport)).toBe("127.0.0.1");
  expect(await addressSeen(["10.0.0.0/8"], "203.0.113.7", transport)).toBe("127.0.0.1");
  expect(await addressSeen(["loopback"], "203.0.113.7", transport)).toBe("203.0.113.7");
});

test.each<[rule: ProxyRule, header: string | undefined, seen: string]>([
  [["loopback"], undefined, "127.0.0.1"],
  [["127.0.0.1"], "203.0.113.7", "203.0.113.7"],
  // What a client has made up stands to the left of what the proxy has seen.
  [["loopback"], "1.1.1.1, 203.0.113.7", "203.0.113.7"],
  [["loopback", "uniquelocal"], "1.1.1.1, 203.0.113.7, 10.1.2.3", "203.0.113.7"],
  [["loopback", "uniquelocal"], "10.0.0.9, 10.1.2.3", "10.0.0.9"],
  [1, "1.1.1.1, 203.0.113.7", "203.0.113.7"],
  [2, "203.0.113.7, 10.1.2.3", "203.0.113.7"],
  [3, "203.0.113.7", "203.0.113.7"],
  [["loopback"], "203.0.113.7:4711", "203.0.113.7"],
  [["loopback"], "[2001:db8::7]:4711", "2001:db8::7"],
  [["loopback"], "2001:db8::7", "2001:db8::7"],
  [["loopback", "10.0.0.0/8"], "203.0.113.7, ::ffff:10.1.2.3", "203.0.113.7"],
  [["loopback"], "unknown", "127.0.0.1"],
  [["loopback", "uniquelocal"], "203.0.113.7, <script>, 10.1.2.3", "10.1.2.3"],
  [["loopback"], ",,", "127.0.0.1"],
])("trustProxy %j and X-Forwarded-For %j: %s", async (rule, header, seen) => {
  expect(await addressSeen(rule, header)).toBe(seen);
});

const forwarded = { "X-Forwarded-Host": "chat.example:8443", "X-Forwarded-Proto": "https" };

test.each(transports)(
  "over %s, a page of the host that a trusted proxy names is the server's own",
  async (transport) => {
    await using server = await serve((sio) => sio.on("x", () => {}), { trustProxy: ["loopback"] });
    const from = (origin: string, more = {}) =>
      connected(server.client({ transports: [transport], extraHeaders: { origin, ...forwarded, ...more } }));
    await from("https://chat.example:8443");
    await from("https://chat.example:8443", { "X-Forwarded-Host": "Chat.Example:8443, inner" });
    await expect(from("http://chat.example:8443")).rejects.toThrow();
    await expect(from(server.url)).rejects.toThrow();
    const refusals = server.log.filter(({ level }) => level === "warn").map(({ message }) => message);
    expect(refusals[0]).toContain("(chat.example:8443)");
  },
);

test("who is not trusted can say what it likes about the host", async () => {
  await using server = await serve((sio) => sio.on("x", () => {}));
  const client = server.client({ extraHeaders: { origin: "https://chat.example:8443", ...forwarded } });
  await expect(connected(client)).rejects.toThrow();
});

test.each([
  ["loopback, 10.0.0.0/8", ["loopback", "10.0.0.0/8"]],
  ["2", 2],
  ["0", []],
  ["::1", ["::1"]],
  ["fd00::/8,fd00::/8", ["fd00::/8"]],
])("--trust-proxy %s is understood, and shown as it can be written", (text, value) => {
  expect(proxies.read(text, "")).toEqual({ value });
  const shown = proxies.show(value);
  if (shown !== "none") expect(proxies.read(shown, "")).toEqual({ value });
});

test.each([
  "true",
  true,
  "*",
  "all",
  "0.0.0.0/0",
  "::/0",
  "10.0.0.0/33",
  "10.0.0/8",
  "proxy.example",
  "",
  "1.2.3.4/a",
  "-1",
  1.5,
  101,
  [1],
  ["toString"],
])("%j is not: it would believe everybody, or nobody that there is", (raw) => {
  expect(proxies.read(raw, "")).toBeUndefined();
});
