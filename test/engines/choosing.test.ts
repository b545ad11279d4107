import { createServer } from "node:http";
import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { SocketIO } from "../../src/index.ts";
import { runCli, startCli } from "../_support/cli.ts";
import { temporaryFolder } from "../_support/folder.ts";
import { openClient } from "../server/client.ts";

const handlers = { "h.mjs": `import { on } from "sio-serve";\non("echo", (value) => value);\n` };
const manifest = (dependencies: object) => ({ "package.json": JSON.stringify({ dependencies }) });
const stub = (name: string, code: string) => ({
  [`node_modules/${name}/package.json`]: JSON.stringify({ name, version: "1.0.0" }),
  [`node_modules/${name}/index.js`]: code,
});
const broken = stub("uWebSockets.js", `throw new Error("compiled for another Node\\nsecond line");`);
const asked = manifest({ "uWebSockets.js": "^20.0.0" });
const engineRow = (output: string) => /^ +engine +(\w+),/m.exec(output)?.[1];

test("without anything else in the project, auto takes ws and says nothing of others", async () => {
  await using folder = await temporaryFolder(handlers);
  await using server = await startCli(["h.mjs", "--port", "0"], { cwd: folder.path });
  expect(engineRow(server.output())).toBe("ws");
  expect(server.output()).not.toContain("uws");
});

test("auto takes the fastest engine that the project asks for, and the banner names it", async () => {
  await using folder = await temporaryFolder({ ...handlers, ...asked });
  await using server = await startCli(["h.mjs", "--port", "0"], { cwd: folder.path });
  expect(engineRow(server.output())).toBe("uws");
  expect(await openClient(server.url).emitWithAck("echo", 1)).toBe(1);
});

test("auto passes over what cannot do what is asked, and says which setting ruled it out", async () => {
  await using folder = await temporaryFolder({ ...handlers, ...asked });
  const args = ["h.mjs", "--port", "0", "--per-message-deflate"];
  await using server = await startCli(args, { cwd: folder.path });
  expect(engineRow(server.output())).toBe("ws");
  await expect
    .poll(server.output)
    .toContain("The engine uws is faster, and cannot do what perMessageDeflate asks for. The engine is ws.");
});

test("auto passes over what does not load, and says so", async () => {
  await using folder = await temporaryFolder({ ...handlers, ...asked, ...broken });
  await using server = await startCli(["h.mjs", "--port", "0", "--force"], { cwd: folder.path });
  expect(engineRow(server.output())).toBe("ws");
  await expect
    .poll(server.output)
    .toContain('The engine uws cannot be used: the package "uWebSockets.js" does not load.');
});

test("in the log of machines, the line of the start names the engine", async () => {
  await using folder = await temporaryFolder(handlers);
  await using server = await startCli(["h.mjs", "--port", "0", "--log-format", "json"], { cwd: folder.path });
  expect(server.output()).toContain('"engine":"ws"');
});

test("an engine that is named and does not load ends the start, with its own words and what to install", async () => {
  await using folder = await temporaryFolder({ ...handlers, ...broken });
  const { status, stderr } = await runCli(["h.mjs", "--engine", "uws"], { cwd: folder.path });
  expect(status).toBe(78);
  expect(stderr).toContain('✖ The engine uws cannot be used: the package "uWebSockets.js" does not load.');
  expect(stderr).toContain("    compiled for another Node\n    second line\n");
  expect(stderr).toMatch(
    /→ Install a release that is built for Node\.js [\d.]+ \(ABI \d+\) .*: npm install uNetworking\/uWebSockets\.js#v20/,
  );
});

test("a package that has put a server of JavaScript in the native one's place is refused", async () => {
  await using folder = await temporaryFolder({ ...handlers, ...stub("uWebSockets.js", "exports.App = () => {};") });
  const { status, stderr } = await runCli(["h.mjs", "--engine", "uws"], { cwd: folder.path });
  expect([status, stderr]).toEqual([78, expect.stringContaining("no native build for this Node.js")]);
});

test("an engine that nobody knows is refused with those there are", async () => {
  await using folder = await temporaryFolder(handlers);
  const { status, stderr } = await runCli(["h.mjs", "--engine", "uwss"], { cwd: folder.path });
  expect(status).toBe(78);
  expect(stderr).toMatch(/--engine must be one of auto, .*ws, not "uwss"\. Did you mean "uws"\?/);
});

test("an engine that listens by itself cannot be put on a server of the program's own; auto does not try", async () => {
  const server = createServer();
  await expect(new SocketIO({ engine: "uws" }).attach(server)).rejects.toMatchObject({
    code: "config",
    message: "The engine uws listens by itself, and cannot be put on a server of yours.",
  });
  const sio = new SocketIO();
  await sio.attach(server);
  await sio.stop();
});

// Nothing but the real package shows that its WebSockets work: this shows that they are what the engine is given.
test("eiows gets the WebSockets of the package that the project has", async () => {
  const code = `const { WebSocketServer } = require(${JSON.stringify(createRequire(import.meta.url).resolve("ws"))});
exports.Server = class extends WebSocketServer { constructor(...all) { super(...all); console.error("eiows made"); } };`;
  await using folder = await temporaryFolder({
    ...handlers,
    ...manifest({ eiows: "^11.0.0" }),
    ...stub("eiows", code),
  });
  await using server = await startCli(["h.mjs", "--port", "0"], { cwd: folder.path });
  expect(engineRow(server.output())).toBe("eiows");
  expect(server.output()).toContain("eiows made");
  expect(await openClient(server.url, { transports: ["websocket"] }).emitWithAck("echo", 1)).toBe(1);
});
