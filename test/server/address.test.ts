import { once } from "node:events";
import { createServer } from "node:net";
import { networkInterfaces } from "node:os";
import { describe, expect, test } from "vitest";
import { runCli, startCli } from "../_support/cli.ts";
import { temporaryFolder } from "../_support/folder.ts";
import { needs, noIPv6 } from "../_support/needs.ts";
import { connected, serve } from "../_support/server.ts";
import { openClient } from "./client.ts";

const files = { "h.ts": `import { on } from "sio-serve";\non("echo", (value: unknown) => value);\n` };
const transports = ["polling", "websocket"];
const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);

describe("host", () => {
  const hosts = [
    { host: "127.0.0.1", shown: "127.0.0.1", family: "IPv4" },
    { host: "localhost", shown: "localhost", family: "IPv4" },
    { host: "0.0.0.0", shown: "127.0.0.1", family: "IPv4" },
    { host: "::1", shown: "[::1]", family: "IPv6" },
    { host: "::", shown: "[::1]", family: "IPv6" },
  ];

  test.for(hosts)("on $host, clients come to the URL that is shown", async ({ host, shown, family }, context) => {
    needs(context, family === "IPv6" ? noIPv6 : undefined);
    await using folder = await temporaryFolder(files);
    await using server = await startCli(["h.ts", "--host", host, "--port", "0"], { cwd: folder.path });
    expect(server.url).toBe(`http://${shown}:${new URL(server.url).port}`);
    for (const transport of transports) {
      expect(await openClient(server.url, { transports: [transport] }).emitWithAck("echo", transport)).toBe(transport);
    }
  });

  test("on every network, the address that other machines use is shown and works", async ({ skip }) => {
    skip(
      !addresses.some(({ internal, family }) => !internal && family === "IPv4"),
      "this machine is in no IPv4 network",
    );
    await using folder = await temporaryFolder(files);
    await using server = await startCli(["h.ts", "--host", "0.0.0.0", "--port", "0"], { cwd: folder.path });
    const [, network = ""] = /network +(\S+)/.exec(server.output()) ?? [];
    expect(await openClient(network).emitWithAck("echo", "there")).toBe("there");
  });

  test.for([
    ["an address of another machine", "203.0.113.1", "This machine has no address 203.0.113.1"],
    ["a name that nobody has", "no-such-host.invalid", "The host no-such-host.invalid has no address"],
    ["a link-local address without its interface", "fe80::1", "The system cannot listen on fe80::1"],
  ] as const)("%s is refused", async ([_what, host, message], context) => {
    needs(context, host.includes(":") ? noIPv6 : undefined);
    await using folder = await temporaryFolder(files);
    const result = await runCli(["h.ts", "--host", host, "--port", "0"], { cwd: folder.path });
    expect(result.stderr).toContain(message);
    expect(result.stderr).toContain("--host");
    expect(result.status).toBe(69);
  });
});

test("port: the server listens on the one that is named", async () => {
  const port = await freePort();
  await using server = await serve((sio) => sio.on("echo", (value: unknown) => value), { port });
  expect(server.sio.address).toEqual({ host: "127.0.0.1", port });
  expect(await openClient(`http://127.0.0.1:${port}`).emitWithAck("echo", 1)).toBe(1);
});

describe("path", () => {
  test.each(["/realtime", "/a/b/"])("on %s, clients that name it connect over every transport", async (path) => {
    await using server = await serve((sio) => sio.on("echo", (value: unknown) => value), { path });
    for (const transport of transports) {
      expect(await server.client({ path, transports: [transport] }).emitWithAck("echo", 1)).toBe(1);
      await expect(connected(server.client({ transports: [transport] }))).rejects.toThrow();
    }
  });

  test("elsewhere, the answer names it", async () => {
    await using server = await serve(() => {}, { path: "/realtime" });
    const response = await fetch(`${server.url}/socket.io/?EIO=4&transport=polling`);
    expect([response.status, await response.text()]).toEqual([
      404,
      expect.stringContaining("clients connect at /realtime."),
    ]);
  });

  test("a page that is asked for under it is refused in words", async () => {
    await using server = await serve(() => {});
    expect((await fetch(`${server.url}/socket.io/`)).status).toBe(400);
    expect(server.log.map(({ message }) => message)).toEqual([
      "A request under the path of Socket.IO came from no client of Socket.IO: GET /socket.io/",
    ]);
  });
});

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const holder = createServer().listen(0, "127.0.0.1");
  await once(holder, "listening");
  const { port } = holder.address() as { port: number };
  await new Promise((closed) => holder.close(closed));
  return port;
}
