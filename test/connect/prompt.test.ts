import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ConnectionRefusedError, type SocketIO } from "../../src/index.ts";
import { temporaryFolder } from "../_support/folder.ts";
import { serve } from "../_support/server.ts";
import { openTerminal } from "../_support/tmux.ts";
import { sio } from "./run.ts";

const waiting = { timeout: 15_000, interval: 50 };

test("a session at the terminal: completion, events above the line, history, two ways to leave", {
  timeout: 60_000,
}, async (context) => {
  await using home = await temporaryFolder();
  await using server = await serve((sio) => {
    sio.on("greet", (name: string) => void sio.emit("greeting", name));
    sio.on("add", (a: number, b: number) => a + b);
  });
  await using terminal = await openTerminal(context, { cwd: home.path, env: { HOME: home.path } });
  const shows = (text: string | RegExp) => expect.poll(() => terminal.screen(), waiting).toMatch(text);

  await terminal.type(`${sio} connect ${server.url}`);
  await terminal.press("Enter");
  await shows(/connected to \/ as [\s\S]*\n\/>/);
  await terminal.type("call add 1 2");
  await terminal.press("Enter");
  await shows(/✓ add 3 /);

  // An event arrives while a line is half typed; the event's name is then one that can be completed.
  await terminal.type("emit gree");
  server.sio.emit("greeting", "early");
  await shows(/← greeting "early"\n\/> emit gree$/m);
  await terminal.press("Tab");
  await shows(/> emit greeting$/m);
  await terminal.press("C-c");
  await terminal.type("bogus");
  await terminal.press("Enter");
  await shows('There is no command "bogus".');
  await terminal.press("C-c");
  await shows("Ctrl-C again, or Ctrl-D, to leave.");
  await terminal.press("C-c");
  await shows(/^\S*[$#]$/m);
  await terminal.type("echo status $?; stty -a | grep -wo -e -icanon -e icanon");
  await terminal.press("Enter");
  await shows(/^status 0\nicanon$/m);

  const history = join(home.path, ".local/state/sio-serve/connect-history");
  expect(await readFile(history, "utf8")).toBe("call add 1 2\nbogus\n");
  expect((await stat(history)).mode & 0o777).toBe(0o600);
  await terminal.type(`clear; ${sio} connect ${server.url}`);
  await terminal.press("Enter");
  // Until the screen is clear, it shows the prompt of before.
  await shows(/^\S+ ● connected to \/ as [^\n]*\n[^\n]*\n\/>/);
  await terminal.press("Up", "Up");
  await shows(/> call add 1 2$/m);
  await terminal.press("C-u", "C-d");
  await shows(/^\S*[$#]$/m);
});

test("a lost connection is told and comes back by itself, however often it is tried in vain", {
  timeout: 60_000,
}, async (context) => {
  await using folder = await temporaryFolder();
  let arrive = () => {};
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const register = (sio: SocketIO) => {
    sio.on("never", () => {
      arrive();
      return new Promise(() => {});
    });
  };
  await using first = await serve(register, { shutdownTimeout: 0 });
  await using terminal = await openTerminal(context, { cwd: folder.path, env: { HOME: folder.path } });
  const shows = (text: string | RegExp) => expect.poll(() => terminal.screen(), waiting).toMatch(text);
  await terminal.type(`${sio} connect ${first.url}`);
  await terminal.press("Enter");
  await shows(/connected to \/ as [\s\S]*\n\/>/);
  await terminal.type("call never");
  await terminal.press("Enter");
  await arrived;
  await first.sio.stop();
  await shows('The connection was lost before the event "never" was acknowledged.');
  await shows(/disconnected from \/: the connection (was closed|broke)/);
  await shows("not back yet: the server cannot be reached; trying on");
  await using _second = await serve(register, { port: Number(new URL(first.url).port) });
  await shows(/not back yet[\s\S]*connected to \/ as/);
  await terminal.press("C-d");
});

test("a client that comes back and is refused is told why, and leaves", { timeout: 60_000 }, async (context) => {
  await using folder = await temporaryFolder();
  await using first = await serve(() => {});
  await using terminal = await openTerminal(context, { cwd: folder.path, env: { HOME: folder.path } });
  const shows = (text: string | RegExp) => expect.poll(() => terminal.screen(), waiting).toMatch(text);
  await terminal.type(`${sio} connect ${first.url}`);
  await terminal.press("Enter");
  await shows(/connected to \/ as [\s\S]*\n\/>/);
  await first.sio.stop();
  const refuse = (sio: SocketIO) => {
    sio.on("connect", () => {
      throw new ConnectionRefusedError("Sign in first");
    });
  };
  await using _second = await serve(refuse, { port: Number(new URL(first.url).port) });
  await shows("The server refused the client in /: Sign in first");
  await shows(/^\S*[$#]$/m);
});
