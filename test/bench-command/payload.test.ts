import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCli } from "../_support/cli.ts";
import { temporaryFolder } from "../_support/folder.ts";
import { serveBare } from "./bare.ts";
import { benchJson, brief } from "./run.ts";

/** Serves an event "keep", and gives the values that have arrived with it. */
async function serveKeep() {
  const server = await serveBare();
  const kept: unknown[] = [];
  server.io.on("connection", (socket) => {
    socket.on("keep", (value, acknowledge) => {
      kept.push(value);
      acknowledge(value);
    });
  });
  return { ...server, kept };
}

test.each([0, 100, 200, 70_000])("a text of %i bytes", async (size) => {
  const { url, kept } = await serveKeep();
  const { status, report } = await benchJson([url, ...brief, "--event", "keep", "--payload", `${size}`]);
  expect(status).toBe(0);
  expect(kept).toHaveLength(report.messages.sent + 1);
  expect(new Set(kept)).toEqual(new Set(["x".repeat(size)]));
});

test.each(["websocket", "polling"])(
  "the bytes of a file travel as bytes, there and back, over %s",
  async (transport) => {
    const { url, kept } = await serveKeep();
    await using folder = await temporaryFolder();
    const content = randomBytes(70_000);
    await writeFile(join(folder.path, "picture.png"), content);
    const args = [url, ...brief, "--event", "keep", "--payload", "picture.png", "--transports", transport];
    const { status, report } = await benchJson(args, { cwd: folder.path });
    expect([status, report.messages.sent]).toEqual([0, report.messages.answered]);
    expect(kept).toHaveLength(report.messages.sent + 1);
    expect(kept.every((value) => Buffer.isBuffer(value) && value.equals(content))).toBe(true);
  },
);

test("the value in a .json file", async () => {
  const { url, kept } = await serveKeep();
  const value = { text: "grüß dich", list: [1, null, { deep: true }] };
  await using folder = await temporaryFolder({ "message.json": JSON.stringify(value) });
  const args = [url, ...brief, "--event", "keep", "--payload", "message.json"];
  const { status } = await benchJson(args, { cwd: folder.path });
  expect(status).toBe(0);
  expect(kept[0]).toEqual(value);
  expect(kept.at(-1)).toEqual(value);
});

test.each([
  [["--payload", "gone.bin"], 66, "The payload gone.bin cannot be read: there is no such file."],
  [["--payload", "half.json"], 64, "The payload half.json is not JSON: "],
])("%j is told", async (args, status, complaint) => {
  await using folder = await temporaryFolder({ "half.json": "{" });
  const result = await runCli(["bench", "http://127.0.0.1:1", ...args], { cwd: folder.path });
  expect([result.status, result.stdout]).toEqual([status, ""]);
  expect(result.stderr).toContain(complaint);
});

test("namespace, path, auth and query reach the server", async () => {
  const server = await serveBare({ path: "/rt/" });
  const seen: unknown[] = [];
  server.io.of("/room").on("connection", (socket) => {
    seen.push([socket.handshake.auth, socket.handshake.query.token]);
    socket.on("echo", (value, acknowledge) => acknowledge(value));
  });
  const flags = ["--path", "/rt", "--auth", '{"user":"ann"}', "--connections", "2", "--duration", "200ms"];
  const byUrl = await benchJson([`${server.url}/room?token=abc`, ...flags]);
  const byFlag = await benchJson([`${server.url}/?token=abc`, "--namespace", "room", ...flags]);
  expect([byUrl.status, byFlag.status]).toEqual([0, 0]);
  expect(byUrl.report).toMatchObject({ namespace: "/room", url: `${server.url}/room` });
  expect(seen).toEqual(Array(4).fill([{ user: "ann" }, "abc"]));
});
