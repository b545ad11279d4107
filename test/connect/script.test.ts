import { beforeAll, expect, onTestFinished, test } from "vitest";
import { runCli } from "../_support/cli.ts";
import { serve, type TestServer } from "../_support/server.ts";
import { connectPiped, notesOf } from "./run.ts";

let server: TestServer;

beforeAll(async () => {
  server = await serve((sio) => {
    sio.on("add", (a: number, b: number) => a + b);
    sio.on("echo", (...args: unknown[]) => void sio.emit("echoed", ...args));
    sio.on("bytes", () => void sio.emit("some", Buffer.from("abc")));
    sio.on("never", () => new Promise(() => {}));
    sio.on("ask", () => void sio.io.emit("question", 1, () => {}));
    sio.on("leave", () => void sio.io.disconnectSockets());
    sio.on("hi", () => "admin", { namespace: "/admin" });
  });
  return () => server[Symbol.asyncDispose]();
});

test("--eval runs commands one after the other, and --json prints one object a line", async () => {
  const args = [
    "--eval",
    "call add 1 2",
    "--eval",
    `emit echo {"a": [1, "x y"]} left 'two words'`,
    "--eval",
    "wait echoed",
  ];
  const { status, stdout, stderr } = await runCli(["connect", server.url, "--json", ...args]);
  expect([status, stderr]).toEqual([0, ""]);
  expect(notesOf(stdout)).toEqual([
    { type: "connect", namespace: "/", id: expect.any(String) },
    { type: "ack", namespace: "/", event: "add", args: [3], tookMs: expect.any(Number) },
    { type: "event", namespace: "/", event: "echoed", args: [{ a: [1, "x y"] }, "left", "two words"], asks: false },
  ]);
});

test("in a pipe, commands are lines; ns joins another namespace, whose events are marked", async () => {
  const { status, stdout } = await connectPiped([server.url], "call add 2 2\nns admin\n\ncall hi\nns\n");
  expect(status).toBe(0);
  expect(
    stdout
      .replaceAll(/^\d\d:\d\d:\d\d /gm, "")
      .replaceAll(/as \S+/g, "as SID")
      .replaceAll(/\d+ ms/g, "MS ms"),
  ).toBe(
    '● connected to / as SID\n✓ add 4 MS ms\n● connected to /admin as SID\n✓ /admin hi "admin" MS ms\n  /\n* /admin\n',
  );
});

test("bytes are shown as such, and control characters do not reach the terminal", async () => {
  const { stdout } = await connectPiped(
    [server.url],
    'emit bytes\nwait some\nemit echo "\\u001b[31m\\u009b"\nwait echoed\n',
  );
  expect(stdout).toContain("← some <Buffer 61 62 63>\n");
  expect(stdout).toContain(String.raw`← echoed "\u001b[31m\u009b"`);
});

test("what was sent last arrives before the client leaves", async () => {
  const arrived = new Promise((resolve) => server.sio.on("last", resolve));
  const { status } = await runCli(["connect", server.url, "--eval", "emit last 42"]);
  expect([status, await arrived]).toEqual([0, 42]);
});

test("the server's question is answered by ack", async () => {
  const answered = new Promise<unknown[]>((resolve) => {
    server.sio.io
      .of("/quiz")
      .on("connection", (socket) => socket.emit("question", (...args: unknown[]) => resolve(args)));
  });
  const { stdout } = await connectPiped([`${server.url}/quiz`], 'wait question\nack "yes" 2\n');
  expect(stdout).toContain("question (waits for ack)");
  expect(await answered).toEqual(["yes", 2]);
});

test.each([
  ["frobnicate", 'There is no command "frobnicate".'],
  ["emot hi", "Did you mean emit?"],
  ["emit", "emit needs the name of an event first."],
  ['emit hi {"a"', '{"a" has no end.'],
  ["emit hi {a:1}", "{a:1} is not JSON."],
  ["emit connect_error", 'The event cannot be sent: "connect_error" is a reserved event name.'],
  ["ack 1", "No event of the server waits for an acknowledgement."],
])("%s is no command", async (line, message) => {
  const { status, stderr } = await runCli(["connect", server.url, "--eval", line]);
  expect(status).toBe(64);
  expect(stderr).toContain(message);
});

test("a call without an answer, and an event that does not come, are told in time", async () => {
  const args = ["connect", server.url, "--timeout", "300ms", "--eval"];
  const [call, wait] = await Promise.all([runCli([...args, "call never"]), runCli([...args, "wait nothing"])]);
  expect([call.status, wait.status]).toEqual([69, 69]);
  expect(call.stderr).toContain('The event "never" was not acknowledged within 0.3 s.');
  expect(wait.stderr).toContain('No event "nothing" came within 0.3 s.');
});

test("a server that sends the client away ends the script", async () => {
  const { status, stdout, stderr } = await connectPiped([server.url], "emit leave\nwait\n");
  expect(status).toBe(69);
  expect(stdout).toContain("disconnected from /: the server has sent this client away");
  expect(stderr).toContain("The server ended the connection to / (io server disconnect).");
});

test("headers, query and credentials reach the server", async () => {
  const seen = new Promise<Record<string, unknown>>((resolve) => {
    server.sio.io.of("/seen").once("connection", ({ handshake: { headers, query, auth } }) => {
      resolve({ x: headers["x-a"], cookie: headers.cookie, authorization: headers.authorization, query, auth });
    });
  });
  const url = server.url.replace("://", "://user:pass@");
  const flags = ["--header", "x-a: 1", "--header", "cookie: a=1", "--header", "cookie: b=2", "--query", "token=x=y"];
  const { status } = await runCli([
    "connect",
    `${url}/seen?u=1`,
    ...flags,
    "--auth",
    '{"token":"abc"}',
    "--eval",
    "help",
  ]);
  expect(status).toBe(0);
  expect(await seen).toEqual({
    x: "1",
    cookie: "a=1; b=2",
    authorization: `Basic ${Buffer.from("user:pass").toString("base64")}`,
    query: expect.objectContaining({ token: "x=y", u: "1" }),
    auth: { token: "abc" },
  });
});

test("--parser msgpack talks to a server that has it", async () => {
  const packed = await serve((sio) => sio.on("add", (a: number, b: number) => a + b), { parser: "msgpack" });
  onTestFinished(() => packed[Symbol.asyncDispose]());
  const { status, stdout } = await runCli(["connect", packed.url, "--parser", "msgpack", "--eval", "call add 1 2"]);
  expect([status, stdout]).toEqual([0, expect.stringContaining("✓ add 3 ")]);
});

test("sio bench sends headers too, with either transport", async () => {
  const seen: unknown[] = [];
  server.sio.io.of("/load").on("connection", ({ handshake: { headers } }) => seen.push(headers["x-a"]));
  for (const transport of ["websocket", "polling"]) {
    const how = ["--transports", transport, "--connections", "1", "--duration", "100ms", "--rate", "10"];
    const { status, stderr } = await runCli(["bench", `${server.url}/load`, "--header", "x-a: b", ...how]);
    expect([status, stderr]).toEqual([0, ""]);
  }
  expect(new Set(seen)).toEqual(new Set(["b"]));
});
