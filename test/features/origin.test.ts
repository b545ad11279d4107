import { request } from "node:http";
import { describe, expect, test } from "vitest";
import { connected, serve } from "../_support/server.ts";

/** What a browser would send from a page of each of these origins, and whether it may connect. */
const cases: readonly (readonly [name: string, origin: string | undefined, allowed: boolean])[] = [
  ["none, as programs send", undefined, true],
  ["the server's own", "http://HOST", true],
  ["the server's own, as a proxy with TLS shows it", "https://HOST", true],
  ["the listed one", "https://good.example", true],
  ["the listed one in other letters", "HTTPS://Good.Example", true],
  ["the listed one with its scheme's port", "https://good.example:443", true],
  ["the listed one with another port", "https://good.example:8443", false],
  ["the listed one without TLS", "http://good.example", false],
  ["a subdomain of the listed one", "https://evil.good.example", false],
  ["one that begins like the listed one", "https://good.example.evil.example", false],
  ["another", "https://evil.example", false],
  ["null, as sandboxed pages send", "null", false],
  ["the host on another port", "http://127.0.0.1:1", false],
];

describe.each(["polling", "websocket"])("over %s", (transport) => {
  test.each(cases)("the origin: %s", async (_name, origin, allowed) => {
    await using server = await serve((sio) => sio.on("x", () => {}), { cors: ["https://good.example"] });
    const value = origin?.replace("HOST", new URL(server.url).host);
    const client = server.client({ transports: [transport], ...(value && { extraHeaders: { origin: value } }) });
    if (allowed) await connected(client);
    else await expect(connected(client)).rejects.toThrow();
  });

  test("a refused origin is logged once, with the flag that allows it", async () => {
    await using server = await serve((sio) => sio.on("x", () => {}));
    for (const _ of [1, 2]) {
      const client = server.client({ transports: [transport], extraHeaders: { origin: "https://app.example" } });
      await expect(connected(client)).rejects.toThrow();
    }
    expect(server.log.filter(({ level }) => level === "warn").map(({ message }) => message)).toEqual([
      expect.stringContaining("--cors https://app.example"),
    ]);
  });

  test("a page that was opened as a file is told of --static", async () => {
    await using server = await serve((sio) => sio.on("x", () => {}));
    const client = server.client({ transports: [transport], extraHeaders: { origin: "null" } });
    await expect(connected(client)).rejects.toThrow();
    expect(server.log.map(({ message }) => message)).toEqual([expect.stringContaining("opened as a file")]);
    expect(server.log[0]?.message).toContain("--static FOLDER");
  });

  test("with cors *, any page may connect", async () => {
    await using server = await serve((sio) => sio.on("x", () => {}), { cors: "*" });
    await connected(server.client({ transports: [transport], extraHeaders: { origin: "https://any.example" } }));
  });
});

test("polling answers a listed origin with the headers that its browser needs", async () => {
  await using server = await serve((sio) => sio.on("x", () => {}), {
    cors: ["https://good.example"],
    corsCredentials: true,
  });
  const headers = await new Promise<Record<string, unknown>>((resolve, reject) => {
    const url = `${server.url}/socket.io/?EIO=4&transport=polling`;
    request(url, { headers: { origin: "https://good.example" } }, (response) => {
      response.resume();
      resolve(response.headers);
    })
      .on("error", reject)
      .end();
  });
  expect(headers).toMatchObject({
    "access-control-allow-origin": "https://good.example",
    "access-control-allow-credentials": "true",
  });
});
