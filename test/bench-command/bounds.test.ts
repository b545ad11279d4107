import { createServer } from "node:net";
import { networkInterfaces } from "node:os";
import { expect, onTestFinished, test } from "vitest";
import { isLoopback } from "../../src/lib/loopback.ts";
import { runCli } from "../_support/cli.ts";
import { serveBare } from "./bare.ts";
import { benchJson } from "./run.ts";

const outside = Object.values(networkInterfaces())
  .flatMap((list) => list ?? [])
  .find(({ internal, family }) => !internal && family === "IPv4")?.address;

test("a server that is not on a loopback address is refused, and gets no connection", async (context) => {
  if (outside === undefined) return context.skip("this machine has no address but loopback");
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, outside, resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as { readonly port: number };
  const { status, stdout, stderr } = await runCli(["bench", `http://${outside}:${port}`]);
  expect([status, stdout, connections]).toEqual([64, "", 0]);
  expect(stderr).toBe(
    `✖ ${outside} is not a loopback address, and a load test may bring down a server that others use.\n` +
      "  → If the server is yours to load: --yes-i-own-this-server\n",
  );
  const owned = await runCli(["bench", `http://${outside}:${port}`, "--yes-i-own-this-server"]);
  expect([owned.status, connections]).toEqual([69, 1]);
  expect(owned.stderr).toContain("No client can connect");
});

test.each([
  ["127.0.0.1", true],
  ["127.255.3.4", true],
  ["::1", true],
  ["::ffff:127.0.0.1", true],
  ["0.0.0.0", false],
  ["::", false],
  ["10.0.0.1", false],
  ["128.0.0.1", false],
  ["192.168.1.1", false],
  ["::ffff:10.0.0.1", false],
  ["2001:db8::1", false],
])("%s is loopback: %s", (address, loopback) => {
  expect(isLoopback(address)).toBe(loopback);
});

test.each([
  [["--connections", "1001"], "--connections may be 1000 at most unless you lift the limit, not 1001.", "--no-limits"],
  [["--duration", "2m"], "--duration may be 1m at most unless you lift the limit, not 2m.", "--no-limits"],
  [["--connections", "0"], '--connections must be a whole number from 1 to 100000, not "0".', undefined],
  [
    ["--rate", "fast"],
    '--rate must be a number such as 100/s or 0.5, above 0 and at most 100000, not "fast".',
    undefined,
  ],
  [["--rate", "5", "--in-flight", "2"], "cannot be used with option", undefined],
  [["--auth", "{token}"], '--auth must be JSON such as {"token":"abc"}, not "{token}".', undefined],
  [["--transports", "webtransport"], "--transports must be one of websocket, polling, not", undefined],
  [["--scenario", "a.ts", "--event", "x"], "cannot be used with option", undefined],
])("%j is a mistake on the command line", async (args, complaint, hint = "") => {
  const { status, stdout, stderr } = await runCli(["bench", "http://127.0.0.1:1", ...args]);
  expect([status, stdout]).toEqual([64, ""]);
  expect(stderr).toContain(complaint);
  expect(stderr).toContain(hint);
});

test.each([
  ["localhost:5000", "sio bench http://localhost:5000"],
  ["ftp://127.0.0.1/", "sio bench http://127.0.0.1:5000"],
  ["http://", "sio bench http://127.0.0.1:5000"],
])("%s is no URL to load", async (url, hint) => {
  const { status, stderr } = await runCli(["bench", url]);
  expect(status).toBe(64);
  expect(stderr).toContain(`The server must be given as an http, https, ws or wss URL, not "${url}".`);
  expect(stderr).toContain(hint);
});

test("a name that nobody knows is told", async () => {
  const { status, stderr } = await runCli(["bench", "http://no-such-host.invalid"]);
  expect(status).toBe(69);
  expect(stderr).toContain('The name "no-such-host.invalid" cannot be looked up.');
});

test("the limits are lifted when asked", async () => {
  const server = await serveBare();
  const flags = ["--connections", "1010", "--ramp", "100000", "--duration", "200ms", "--no-limits", "--rate", "1"];
  const { status, report } = await benchJson([server.url, ...flags]);
  expect([status, report.connections.made]).toEqual([0, 1010]);
});
