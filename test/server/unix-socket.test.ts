import { stat, symlink } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCli, startCli } from "../_support/cli.ts";
import { temporaryFolder } from "../_support/folder.ts";
import { openWebSocket } from "./raw.ts";

const files = { "h.ts": `import { on } from "sio-serve";\non("echo", (value: unknown) => value);\n` };
const args = ["h.ts", "--unix-socket", "s.sock"];

/** The status of a handshake by polling on a Unix socket. */
function handshake(socketPath: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request({ socketPath, path: "/socket.io/?EIO=4&transport=polling" }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on("error", reject)
      .end();
  });
}

test("a Unix socket carries every transport, and is gone when the server has stopped", async () => {
  await using folder = await temporaryFolder(files);
  await using server = await startCli(args, { cwd: folder.path });
  expect(await handshake(server.url)).toBe(200);
  const websocket = await openWebSocket({ socketPath: server.url, path: "/socket.io/?EIO=4&transport=websocket" });
  expect(await server.stop()).toBe(0);
  await websocket.closed;
  await expect(stat(server.url)).rejects.toThrow("ENOENT");
});

test("the socket that a killed server left behind is replaced", async () => {
  await using folder = await temporaryFolder(files);
  await using killed = await startCli(args, { cwd: folder.path });
  await killed.stop("SIGKILL");
  expect((await stat(killed.url)).isSocket()).toBe(true);
  await using server = await startCli(args, { cwd: folder.path });
  expect(await handshake(server.url)).toBe(200);
});

test("the socket of a server that runs is left alone, and the second server says so", async () => {
  await using folder = await temporaryFolder(files);
  await using first = await startCli(args, { cwd: folder.path });
  const second = await runCli(args, { cwd: folder.path });
  expect(second.stderr).toContain("s.sock is taken: another server listens there.");
  expect(second.status).toBe(69);
  expect(await handshake(first.url)).toBe(200);
});

test.each([
  ["a file that is no socket", "h.ts", "there is a file already"],
  ["a folder", ".", "there is a folder already"],
  ["a path in a folder that does not exist", "none/s.sock", "Its folder must exist"],
  ["a path that is too long", `${"x".repeat(120)}.sock`, "is too long for a Unix socket"],
])("%s is refused", async (_what, path, message) => {
  await using folder = await temporaryFolder(files);
  const result = await runCli(["h.ts", "--unix-socket", path], { cwd: folder.path });
  expect(result.stderr).toContain(message);
  expect(result.status).toBe(69);
  expect((await stat(join(folder.path, "h.ts"))).isFile()).toBe(true);
});

test("a link to nowhere is refused and stays", async () => {
  await using folder = await temporaryFolder(files);
  await symlink("nowhere", join(folder.path, "s.sock"));
  const result = await runCli(args, { cwd: folder.path });
  expect([result.status, result.stderr]).toEqual([69, expect.stringContaining("there is a file already")]);
});
