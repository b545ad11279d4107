import { expect, test } from "vitest";
import { runCli, startCli } from "../_support/cli.ts";
import { temporaryFolder } from "../_support/folder.ts";
import { serve } from "../_support/server.ts";

const project = () => temporaryFolder({ "h.js": 'import { on } from "sio-serve";\non("a", () => {});\n' });

test("/healthz and /readyz answer anybody who asks, and tell nothing else", async () => {
  await using server = await serve(() => {});
  const alive = await fetch(`${server.url}/healthz`);
  expect([alive.status, alive.headers.get("cache-control")]).toEqual([200, "no-store"]);
  expect(await alive.json()).toEqual({ status: "ok", uptime: expect.any(Number) });
  const ready = await fetch(`${server.url}/readyz?probe=1`);
  expect([ready.status, await ready.json()]).toEqual([200, { status: "ready" }]);
  const head = await fetch(`${server.url}/readyz`, { method: "HEAD" });
  expect([head.status, await head.text()]).toEqual([200, ""]);
  expect((await fetch(`${server.url}/readyz`, { method: "POST" })).status).toBe(404);
  expect((await fetch(`${server.url}/constructor`)).status).toBe(404);
});

test("with health off, those addresses are the handlers' own", async () => {
  await using server = await serve(() => {}, { health: false });
  expect((await fetch(`${server.url}/healthz`)).status).toBe(404);
});

test("a server that is stopped says so first, while its port is open, and then closes it", async () => {
  await using folder = await project();
  await using server = await startCli(["h.js", "--port", "0", "--drain-delay", "1s"], { cwd: folder.path });
  const status = () =>
    fetch(`${server.url}/readyz`, { headers: { connection: "close" } }).then(
      (r) => r.status,
      () => 0,
    );
  expect(await status()).toBe(200);
  const ended = server.stop();
  await expect.poll(status, { interval: 20 }).toBe(503);
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  expect(await ended).toBe(0);
  expect(await status()).toBe(0);
});

test("--drain-delay must be a time", async () => {
  const { status, stderr } = await runCli(["h.js", "--drain-delay", "soon"]);
  expect([status, stderr]).toEqual([78, expect.stringContaining("--drain-delay must be a time such as 500ms")]);
});
