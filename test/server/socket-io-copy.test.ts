import { cp, readFile, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { startCli } from "../_support/cli.ts";
import { type TemporaryFolder, temporaryFolder } from "../_support/folder.ts";
import { openClient } from "./client.ts";

const installed = dirname(createRequire(import.meta.url).resolve("socket.io/package.json"));
const { version, dependencies } = createRequire(import.meta.url)("socket.io/package.json");

const sources = {
  "h.ts": `import { on, socket } from "sio-serve";
import { Server, Socket } from "socket.io";
let same: boolean;
export default (io: unknown) => { same = io instanceof Server; };
on("same", () => [same, socket instanceof Socket]);
`,
  "h.cjs": `const { on, socket } = require("sio-serve");
const { Server, Socket } = require("socket.io");
let same;
module.exports = (io) => { same = io instanceof Server; };
on("same", () => [same, socket instanceof Socket]);
`,
};

/** A project that has installed a copy of Socket.IO of its own, under this version number. */
async function project(itsVersion: string): Promise<TemporaryFolder> {
  const folder = await temporaryFolder({ ...sources, "node_modules/x": "" });
  const copy = join(folder.path, "node_modules", "socket.io");
  await cp(installed, copy, { recursive: true });
  for (const name of Object.keys(dependencies)) {
    await symlink(join(installed, "..", name), join(folder.path, "node_modules", name));
  }
  const manifest = JSON.parse(await readFile(join(copy, "package.json"), "utf8"));
  await writeFile(join(copy, "package.json"), JSON.stringify({ ...manifest, version: itsVersion }));
  return folder;
}

test.each(["h.ts", "h.cjs"])("a project's own copy of this major version carries the server: %s", async (file) => {
  await using folder = await project("4.999.0");
  await using server = await startCli([file, "--port", "0"], { cwd: folder.path });
  expect(server.output()).toContain("socket.io 4.999.0 of this project");
  expect(await openClient(server.url).emitWithAck("same")).toEqual([true, true]);
});

test("the copy that counts is the one beside the handlers, wherever the command is run", async () => {
  await using folder = await project("4.999.0");
  await using elsewhere = await temporaryFolder();
  await using server = await startCli([join(folder.path, "h.ts"), "--port", "0"], { cwd: elsewhere.path });
  expect(server.output()).toContain("socket.io 4.999.0 of this project");
  expect(await openClient(server.url).emitWithAck("same")).toEqual([true, true]);
});

test.each(["h.ts", "h.cjs"])("without one, ours does, and imports get the same: %s", async (file) => {
  await using folder = await temporaryFolder(sources);
  await using server = await startCli([file, "--port", "0"], { cwd: folder.path });
  expect(server.output()).toMatch(new RegExp(`socket\\.io ${version}$`, "m"));
  expect(await openClient(server.url).emitWithAck("same")).toEqual([true, true]);
});

test("a copy of another major version is left to the project's own imports", async () => {
  await using folder = await project("3.1.2");
  await using server = await startCli(["h.ts", "--port", "0"], { cwd: folder.path });
  expect(server.output()).toMatch(new RegExp(`socket\\.io ${version}$`, "m"));
  expect(await openClient(server.url).emitWithAck("same")).toEqual([false, false]);
});
