import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { io } from "socket.io-client";
import { expect, test } from "vitest";
import { runCli, startCli } from "../_support/cli.ts";
import { temporaryFolder } from "../_support/folder.ts";

const modules = fileURLToPath(new URL("../../node_modules", import.meta.url));

const handlers = `
import express from "express";
import expressSession from "express-session";
import storeOf from "session-file-store";
import { on, session } from "sio-serve";

const store = new (storeOf(expressSession))({ path: "./sessions", retries: 0, reapInterval: -1, logFn() {} });
export const httpSession = expressSession({ secret: "test", resave: false, saveUninitialized: false, store });

export const http = express().use(httpSession);
http.get("/login/:name", (request, response) => {
  request.session.user = request.params.name;
  response.end();
});
http.get("/user", (request, response) => response.json(request.session.user));

on("whoami", () => session.user);
on("rename", (name) => {
  session.user = name;
});
`;

/** The handlers file in a folder with this project's packages. */
async function projectFolder(text: string) {
  const folder = await temporaryFolder({ "handlers.mjs": text });
  await symlink(modules, join(folder.path, "node_modules"));
  return folder;
}

test.each([
  { flag: "--manage-session", afterwards: "Ann", word: "stays with the socket" },
  { flag: "--no-manage-session", afterwards: "Bob", word: "is there for the next page" },
])("with $flag, what a socket writes to the session of an exported httpSession $word", async ({ flag, afterwards }) => {
  await using folder = await projectFolder(handlers);
  await using server = await startCli(["handlers.mjs", "--port", "0", flag], { cwd: folder.path });
  const login = await fetch(`${server.url}/login/Ann`);
  const cookie = login.headers.get("set-cookie")?.split(";")[0] ?? "";
  const client = io(server.url, { forceNew: true, extraHeaders: { cookie } });
  expect(await client.emitWithAck("whoami")).toBe("Ann");
  await client.emitWithAck("rename", "Bob");
  expect(await client.emitWithAck("whoami")).toBe("Bob");
  const page = await fetch(`${server.url}/user`, { headers: { cookie } });
  expect(await page.json()).toBe(afterwards);
  client.disconnect();
  expect(await server.stop()).toBe(0);
});

test("--no-manage-session without an HTTP session ends at once, and says what is missing", async () => {
  await using folder = await temporaryFolder({
    "handlers.mjs": `import { on } from "sio-serve"; on("hi", () => "hi");`,
  });
  const args = ["handlers.mjs", "--port", "0", "--no-manage-session"];
  const { status, stderr } = await runCli(args, { cwd: folder.path });
  expect(status).toBe(78);
  expect(stderr).toContain("handlers write the HTTP session, but there is none.");
  expect(stderr).toContain("Export httpSession");
});
