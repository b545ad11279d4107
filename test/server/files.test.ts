import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../_support/folder.ts";
import { connected, serve } from "../_support/server.ts";

describe("serveClient", () => {
  const bundles = ["socket.io.js", "socket.io.min.js", "socket.io.esm.min.js", "socket.io.msgpack.min.js"];

  test.each(bundles)("%s is served under the path", async (bundle) => {
    await using server = await serve(() => {}, { path: "/realtime" });
    const response = await fetch(`${server.url}/realtime/${bundle}`);
    const type = response.headers.get("content-type");
    expect([response.status, type]).toEqual([200, expect.stringContaining("application/javascript")]);
    expect(await response.text()).toContain("Socket.IO v4");
  });

  test("off, it is not, and clients connect as before", async () => {
    await using server = await serve(() => {}, { serveClient: false });
    const response = await fetch(`${server.url}/socket.io/socket.io.js`);
    expect([response.status, await response.text()]).toEqual([400, expect.not.stringContaining("Socket.IO v4")]);
    await connected(server.client());
  });
});

describe("static", () => {
  test("files that are added while the server runs are served", async () => {
    await using folder = await temporaryFolder({ "index.html": "<p>home" });
    await using server = await serve(() => {}, { static: folder.path });
    expect((await fetch(`${server.url}/new.html`)).status).toBe(404);
    await writeFile(join(folder.path, "new.html"), "<p>new");
    expect(await (await fetch(`${server.url}/new.html`)).text()).toBe("<p>new");
  });

  test("what lies under the path of Socket.IO stays Socket.IO's", async () => {
    await using folder = await temporaryFolder({ "socket.io/index.html": "<p>mine", "socket.io/socket.io.js": "mine" });
    await using server = await serve((sio) => sio.on("echo", (value: unknown) => value), { static: folder.path });
    expect(await (await fetch(`${server.url}/socket.io/socket.io.js`)).text()).toContain("Socket.IO v4");
    for (const transport of ["polling", "websocket"]) {
      expect(await server.client({ transports: [transport] }).emitWithAck("echo", 1)).toBe(1);
    }
  });
});
