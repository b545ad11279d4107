import { Chalk } from "chalk";
import { expect, test } from "vitest";
import { programFor } from "../../src/cli/main.ts";
import { often } from "../../src/cli/often.ts";
import { flagOf } from "../../src/config/option.ts";
import { optionNames, options } from "../../src/config/options.ts";
import { runCli } from "../_support/cli.ts";
import { temporaryFolder } from "../_support/folder.ts";
import { openTerminal } from "../_support/tmux.ts";
import { sio } from "../connect/run.ts";

const plain = new Chalk({ level: 0 });
const nobody = { cwd: "/", env: {}, paint: { stdout: plain, stderr: plain }, stdout: () => {}, stderr: () => {} };
const commands = programFor(nobody).commands.map((command) => command.name());

test("the help of the program has examples, the settings to begin with and each command on a line", async () => {
  const { stdout } = await runCli(["--help"]);
  for (const command of commands) expect(stdout).toMatch(new RegExp(`^ {2}${command}( [<[].*)? {2,}\\S`, "m"));
  for (const { names } of often) for (const name of names) expect(stdout).toContain(`${flagOf(name).slice(2)} `);
  expect(stdout).toMatch(/\nExamples:\n( {2}sio.*\n){3}$/);
});

test.each([["sio-serve", []], ...commands.map((name) => [`sio ${name}`, [name]] as const)] as const)(
  "the help of %s fits a screen and ends with examples",
  async (_, command) => {
    const { status, stdout } = await runCli([...command, "--help"]);
    expect(status).toBe(0);
    expect(stdout).toMatch(new RegExp(`\\nExamples:\\n(.*\\n)*? {2}.*${command.join("")}`));
    const lines = stdout.trimEnd().split("\n");
    expect(lines.length).toBeLessThanOrEqual(40);
    for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(80);
  },
);

test("--help all has every setting under its heading, and a word of a heading those under it", async () => {
  const [all, address, first] = await Promise.all(
    [["--help", "all"], ["dev", "--help", "Address"], ["--help"]].map((args) => runCli(args)),
  );
  expect(all?.stdout).toMatch(/\nAddress:\n[\s\S]*--port <number\|auto>[\s\S]*\nOutput:\n[\s\S]*--\[no-\]qr/);
  for (const name of optionNames.filter((one) => !options[one].argument))
    expect(all?.stdout).toMatch(new RegExp(`-(-|\\[no-\\])${flagOf(name).slice(2)}[ \\n]`));
  expect(address?.stdout).toMatch(/^Usage: sio-serve dev .*\n\nAddress:\n.*--host/);
  expect(address?.stdout).not.toContain("--workers");
  expect(first?.stdout).not.toContain("--tls-key");
});

test("flags of a command that are seldom wanted are shown by --help all, and always understood", async () => {
  const [short, all] = await Promise.all([runCli(["bench", "--help"]), runCli(["bench", "--help", "all"])]);
  expect(short.stdout).toContain("sio bench --help all");
  expect(short.stdout).not.toContain("--ramp");
  expect(all.stdout).toContain("--ramp <n/s>");
  const { stderr } = await runCli(["bench", "http://127.0.0.1:1", "--ramp", "none"]);
  expect(stderr).toContain("--ramp must be");
});

test.each([
  { args: ["--help", "protocl"], hint: 'Did you mean "protocol"?' },
  { args: ["--help", "bench"], hint: "Type sio bench --help." },
  { args: ["bench", "--help", "everything"], hint: "Leave it out, or use one of: all, much, sent, server, output." },
])("help on what there is none for says what there is: $args", async ({ args, hint }) => {
  const { status, stdout, stderr } = await runCli(args);
  expect({ status, stdout }).toEqual({ status: 64, stdout: "" });
  expect(stderr).toContain(`There is no help on "${args.at(-1)}".\n  → ${hint}`);
});

test("other commands take the flags of serve", async () => {
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
