import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createServer as createTcpServer } from "node:net";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { ConnectionRefusedError } from "../../src/index.ts";
import { type CliResult, runCli } from "../_support/cli.ts";
import { serve, type TestServer } from "../_support/server.ts";

let server: TestServer;

beforeAll(async () => {
  server = await serve((sio) => {
    sio.on(
      "connect",
      () => {
        throw new ConnectionRefusedError("Sign in first", { code: "unauthorized" });
      },
      { namespace: "/members" },
    );
  });
  server.sio.io.of("/silent").use(() => {});
  return () => server[Symbol.asyncDispose]();
});

function connect(url: string, ...flags: readonly string[]): Promise<CliResult> {
  return runCli(["connect", url, "--eval", "help", ...flags]);
}

test.each([
  ["a namespace that is not there", "/nope", [], "The server has no namespace /nope.", "--namespace /"],
  [
    "a middleware or connect handler",
    "/members",
    [],
    'The server refused the client in /members: Sign in first\n    {"code":"unauthorized"}',
    "--auth",
  ],
  [
    "a middleware that never answers",
    "/silent",
    ["--timeout", "1s"],
    "did not answer to joining /silent in 1 s",
    "--timeout",
  ],
  [
    "an origin",
    "",
    ["--header", "origin: https://a.example"],
    "Pages of https://a.example are refused.",
    "--cors https://a.example",
  ],
  ["another path", "", ["--path", "/other"], "There is no Socket.IO at /other/.", "sio connect --path"],
  ["another parser", "", ["--parser", "msgpack"], "ended the connection before / was joined", "Leave --parser out"],
])("refused for %s: says so, with what to do, and exits with 69", async (_why, path, flags, message, hint) => {
  const { status, stdout, stderr } = await connect(server.url + path, ...flags);
  expect([status, stdout]).toEqual([69, ""]);
  expect(stderr).toContain(message);
  expect(stderr.split("→")[1]).toContain(hint);
});

test("nobody listens; the wrong scheme; something that is no Socket.IO server", async () => {
  const page = createServer((_request, response) => response.end("hello")).listen(0, "127.0.0.1");
  const free = createTcpServer().listen(0, "127.0.0.1");
  onTestFinished(() => void page.close());
  await Promise.all([once(page, "listening"), once(free, "listening")]);
  const nobody = `http://127.0.0.1:${(free.address() as AddressInfo).port}`;
  free.close();
  await once(free, "close");
  const [gone, scheme, stranger] = await Promise.all([
    connect(nobody),
    connect(server.url.replace("http:", "https:")),
    connect(`http://127.0.0.1:${(page.address() as AddressInfo).port}`),
  ]);
  expect([gone.status, scheme.status, stranger.status]).toEqual([69, 69, 69]);
  expect(gone.stderr).toContain(`Nothing listens on ${nobody.slice("http://".length)}.`);
  expect(scheme.stderr).toContain(`→ sio connect ${server.url}`);
  expect(stranger.stderr).toContain("A web server answers, and not Socket.IO, at /socket.io/.");
});

test("a server of Socket.IO 2 is recognised", async () => {
  // As such a server answers, whatever revision is asked for.
  const open = '0{"sid":"a","upgrades":[],"pingInterval":25000,"pingTimeout":5000}';
  const old = createServer((_request, response) => response.end(`${open.length}:${open}2:40`)).listen(0, "127.0.0.1");
  onTestFinished(() => void old.close());
  await once(old, "listening");
  const { status, stderr } = await connect(
    `http://127.0.0.1:${(old.address() as AddressInfo).port}`,
    "--timeout",
    "2s",
  );
  expect([status, stderr]).toEqual([69, expect.stringContaining("The server is of Socket.IO 2")]);
});

test.each([
  ["localhost:5000", "sio connect http://localhost:5000"],
  ["ws://localhost:5000", "sio connect http://localhost:5000"],
  ["nonsense://x", "sio connect https://chat.example.com"],
])("%s is no URL to connect to, and the hint is a command that is one", async (url, hint) => {
  const { status, stderr } = await connect(url);
  expect([status, stderr]).toEqual([64, expect.stringContaining(`→ ${hint}\n`)]);
});

test.each([
  [["--auth", "{"], "--auth must be JSON"],
  [["--header", "cookie"], '--header must be written as HTTP does, such as "cookie: session=abc", not "cookie".'],
  [["--query", "token"], '--query must be written as name=value, such as "token=abc", not "token".'],
  [["--transports", "pigeon"], "--transports must be at least one of polling, websocket"],
])("%s cannot be understood", async (flags, message) => {
  const { status, stderr } = await connect("http://127.0.0.1:1", ...flags);
  expect([status, stderr]).toEqual([64, expect.stringContaining(message)]);
});
