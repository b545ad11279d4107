import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { io } from "socket.io-client";
import { expect, onTestFinished, type TestContext, test } from "vitest";
import { startCli } from "../_support/cli.ts";
import { temporaryFolder } from "../_support/folder.ts";
import { openTerminal } from "../_support/tmux.ts";
import { sio } from "../connect/run.ts";

const handlers =
  'import { joinRoom, on } from "sio-serve";\non("connect", () => joinRoom("lobby"));\nconsole.log("handlers are loaded");\n';
const waiting = { timeout: 15_000, interval: 50 };

/** A server that is being watched, at a terminal; `opened` is the file to which its "browser" writes the URL. */
async function watched(context: TestContext, flags = "") {
  const folder = await temporaryFolder({ "handlers.ts": handlers });
  onTestFinished(() => folder[Symbol.asyncDispose]());
  const terminal = await openTerminal(context, { cwd: folder.path, env: { HOME: folder.path }, rows: 60 });
  onTestFinished(() => terminal[Symbol.asyncDispose]());
  const shows = (text: string | RegExp) => expect.poll(() => terminal.screen(), waiting).toMatch(text);
  await terminal.type(
    `clear; ${sio} dev handlers.ts --port 0 ${flags}; echo status $?; stty -a | grep -wo -e -icanon -e icanon`,
  );
  await terminal.press("Enter");
  const url = async () => {
    await shows(/local +http:\S+/);
    return /local +(http:\S+)/.exec(await terminal.screen())?.[1] ?? "";
  };
  return { terminal, shows, url, folder: folder.path };
}

test("the keys of a server that is watched", { timeout: 60_000 }, async (context) => {
  const { terminal, shows, url } = await watched(context);
  const client = io(await url(), { transports: ["websocket"] });
  onTestFinished(() => void client.close());
  await shows("h shows the keys, q quits");
  await expect.poll(() => client.connected, waiting).toBe(true);
  await terminal.type("h");
  await shows(/^ {2}r {2}reload the handlers$/m);
  await terminal.type("l");
  await shows(new RegExp(`/ +${client.id} +127\\.0\\.0\\.1 +websocket +\\d+ s +lobby`));
  await terminal.type("r");
  await shows(/Reloaded all handlers in \d+ ms, 1 client kept/);
  await terminal.type("c");
  await expect.poll(() => terminal.screen(), waiting).toBe("\n".repeat(60));
  await terminal.type("xyz");
  await terminal.type("q");
  await shows(/Stopping \(SIGINT\)[\s\S]*Stopped\nstatus 0\nicanon$/m);
});

test("Ctrl-C drains as ever, and Ctrl-Z suspends: the shell has its terminal until fg", {
  timeout: 60_000,
}, async (context) => {
  const { terminal, shows, url } = await watched(context);
  await url();
  await terminal.press("C-z");
  await shows(/Stopped +|Suspended/i);
  await terminal.type("stty -a | grep -wo -e -icanon -e icanon; fg");
  await terminal.press("Enter");
  await shows(/^icanon$/m);
  await terminal.type("h");
  await shows(/^ {2}r {2}reload the handlers$/m);
  await terminal.press("C-c");
  await shows("Stopping (SIGINT)");
  await shows(/Stopped$/m);
});

test("the terminal is given back when the process crashes", { timeout: 60_000 }, async (context) => {
  const { terminal, shows, url, folder } = await watched(context);
  await url();
  await shows("h shows the keys");
  await writeFile(join(folder, "handlers.ts"), "process.exit(3);\n");
  await shows(/^status 3\nicanon$/m);
  await terminal.type("echo typed");
  await shows("echo typed");
});

test("there are no keys with --quiet, in CI, or without a terminal", { timeout: 60_000 }, async (context) => {
  const { terminal, shows } = await watched(context, "--quiet");
  await shows("handlers are loaded");
  await terminal.type("h");
  await terminal.press("C-c");
  await shows(/Stopped\nstatus 0\nicanon$/m);
  expect(await terminal.screen()).not.toContain("reload the handlers");
  await terminal.type(`clear; CI=true ${sio} dev handlers.ts --port 0`);
  await terminal.press("Enter");
  await shows(/local +http/);
  expect(await terminal.screen()).not.toContain("shows the keys");
  await using folder = await temporaryFolder({ "handlers.ts": handlers });
  await using server = await startCli(["dev", "handlers.ts", "--port", "0"], { cwd: folder.path });
  expect(server.output()).not.toContain("shows the keys");
});
