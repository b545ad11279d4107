import { expect, test } from "vitest";
import { runCli } from "../_support/cli.ts";
import { temporaryFolder } from "../_support/folder.ts";
import { openTerminal } from "../_support/tmux.ts";
import { sio } from "../connect/run.ts";

test("the help of the program lists each command on a line, and fits a screen", async () => {
  const { stdout } = await runCli(["--help"]);
  const listed = [...stdout.matchAll(/^ {2}([a-z]+) .*$/gm)].map(([, name]) => name);
  expect(listed).toEqual(expect.arrayContaining(["serve", "dev", "connect", "bench", "doctor", "completion"]));
  expect(stdout.split("\n").length).toBeLessThanOrEqual(30);
});

test.each(["dev", "config", "reload", "init", "connect", "doctor", "completion"])(
  "the help of sio %s fits a screen and ends with examples",
  async (command) => {
    const { status, stdout } = await runCli([command, "--help"]);
    expect(status).toBe(0);
    expect(stdout).toMatch(new RegExp(`\\nExamples:\\n(.*\\n)*? {2}.*${command}`));
    expect(stdout.split("\n").length).toBeLessThanOrEqual(32);
    for (const line of stdout.split("\n")) expect(line.length, line).toBeLessThanOrEqual(80);
  },
);

test("sio serve --help has every setting under its heading; other commands take the same flags", async () => {
  const { stdout } = await runCli(["serve", "--help"]);
  expect(stdout).toMatch(/\nAddress:\n[\s\S]*--port <number\|auto>[\s\S]*\nOutput:\n[\s\S]*--\[no-\]qr/);
  const { stdout: settings } = await runCli(["config", "--json", "--port", "auto"]);
  expect(JSON.parse(settings).port).toEqual({ value: "auto", origin: "--port" });
});

test.for([40, 200])(
  "on a terminal of %i columns, what an example does stands beside or below it",
  async (columns, context) => {
    await using folder = await temporaryFolder();
    // Taller than the help, so that all of it is on the screen.
    await using terminal = await openTerminal(context, {
      cwd: folder.path,
      columns,
      rows: 100,
      env: { NO_COLOR: "1" },
    });
    await terminal.type(`clear; ${sio} dev --help; echo "the end"`);
    await terminal.press("Enter");
    await expect.poll(() => terminal.screen(), { timeout: 15_000 }).toMatch(/^the end$/m);
    const screen = await terminal.screen();
    expect(screen).toMatch(
      columns < 80 ? /^ {2}sio dev handlers\.ts\n {6}h shows/m : /^ {2}sio dev handlers\.ts {3,}h shows/m,
    );
  },
);

test("NO_COLOR and a pipe leave colours out, FORCE_COLOR puts them in", async () => {
  const args = ["connect", "http://127.0.0.1:1"];
  const [plain, coloured] = await Promise.all([runCli(args), runCli(args, { env: { FORCE_COLOR: "1" } })]);
  expect(plain.stderr).not.toContain("\x1b[");
  expect(coloured.stderr).toContain("\x1b[31m✖");
});
