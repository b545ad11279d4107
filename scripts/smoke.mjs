// Tries the package as its users get it: packed, installed in an empty folder, and served to real clients.
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { promisify } from "node:util";
import { io } from "socket.io-client";

const root = resolve(import.meta.dirname, "..");
const run = promisify(execFile);

const handlers = `
import { emit, on } from "sio-serve";

on("shout", (text: string) => {
  emit("shouted", text.toUpperCase());
});
on("sum", (left: number, right: number) => left + right);
on("reverse", (bytes: Buffer) => Buffer.from(bytes).reverse());
on("pid", () => process.pid);
`;

const folder = await mkdtemp(join(tmpdir(), "sio-serve-smoke-"));
let server;

// However this ends, nothing stays: neither the server nor the folder.
process.once("exit", () => {
  killGroup(server?.pid);
  rmSync(folder, { recursive: true, force: true });
});
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));

await install();
await askCommands();
await serve();

async function install() {
  const packed = await run("npm", ["pack", "--pack-destination", folder], { cwd: root, timeout: 120_000 });
  const tarball = packed.stdout.trim().split("\n").at(-1);
  say(`packed ${tarball}`);
  await writeFile(join(folder, "package.json"), "{}\n");
  await writeFile(join(folder, "handlers.ts"), handlers);
  await run("npm", ["install", "--no-audit", "--no-fund", `./${tarball}`], inFolder({ timeout: 240_000 }));
  say("installed it in an empty folder");
}

async function askCommands() {
  const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const asked = await run("npx", ["sio", "--version"], inFolder({ timeout: 30_000 }));
  assert.equal(asked.stdout.trim(), version);
  say(`sio --version says ${version}`);
  const { stdout } = await run("npx", ["sio", "config"], inFolder({ timeout: 30_000 }));
  assert.match(stdout, /pingInterval/);
  say("sio config prints the settings");
}

async function serve() {
  // A group of its own, so that npx, its shell and the server can be killed together.
  server = spawn(
    "npx",
    ["sio-serve", "handlers.ts", "--port", "0"],
    inFolder({ detached: true, stdio: ["ignore", "pipe", "pipe"] }),
  );
  const exited = once(server, "exit");
  const url = await printedAddress();
  say(`sio-serve handlers.ts listens on ${url}`);
  await converse(url, "polling");
  const pid = await converse(url, "websocket");
  // Not to npx: its shell dies of the signal without passing it on.
  process.kill(pid, "SIGTERM");
  const [status, signal] = await within(20_000, exited, "the server to stop");
  assert.deepEqual({ status, signal }, { status: 0, signal: null });
  say("SIGTERM stops it with exit status 0");
}

/** Reads what the server prints until it names its address. */
async function printedAddress() {
  let output = "";
  const found = new Promise((resolve, reject) => {
    for (const stream of [server.stdout, server.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        output += text;
        const url = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0];
        if (url) resolve(url);
      });
    }
    server.once("exit", (status) => reject(new Error(`The server ended with status ${status}:\n${output}`)));
  });
  return await within(30_000, found, "the server's address", () => output);
}

/** Talks to the server over one transport, and returns the process id that it answers with. */
async function converse(url, transport) {
  const socket = io(url, { transports: [transport], reconnection: false, timeout: 10_000 });
  try {
    await within(10_000, once(socket, "connect"), `a ${transport} connection`);
    assert.equal(socket.io.engine.transport.name, transport);
    const answer = once(socket, "shouted");
    socket.emit("shout", "hello");
    assert.deepEqual(await within(5_000, answer, "an event"), ["HELLO"]);
    assert.equal(await socket.timeout(5_000).emitWithAck("sum", 2, 3), 5);
    const reversed = await socket.timeout(5_000).emitWithAck("reverse", Buffer.from([1, 2, 255]));
    assert.deepEqual(Buffer.from(reversed), Buffer.from([255, 2, 1]));
    say(`${transport}: event, ack and binary both ways`);
    return await socket.timeout(5_000).emitWithAck("pid");
  } finally {
    socket.disconnect();
  }
}

/** The promise's value, or an error that says what did not come in time. */
async function within(ms, promise, what, detail = () => "") {
  const timer = new AbortController();
  const late = new Promise((_, reject) => {
    const timeout = setTimeout(() => reject(new Error(`Waited ${ms} ms for ${what}. ${detail()}`)), ms);
    timer.signal.addEventListener("abort", () => clearTimeout(timeout));
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    timer.abort();
  }
}

/** Options of a child process that sees neither this project's binaries nor what `npm run` adds to the environment. */
function inFolder(options) {
  const own = Object.entries(process.env).filter(([name]) => !name.toLowerCase().startsWith("npm_"));
  const path = process.env.PATH.split(delimiter).filter((entry) => !entry.startsWith(root));
  return { ...options, cwd: folder, env: { ...Object.fromEntries(own), PATH: path.join(delimiter) } };
}

function killGroup(pid) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

function say(line) {
  process.stdout.write(`ok  ${line}\n`);
}
