import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCli } from "../_support/cli.ts";
import { temporaryFolder } from "../_support/folder.ts";
import { missingProgram, needs } from "../_support/needs.ts";
import { openTerminal } from "../_support/tmux.ts";

/** The command that completes a line, given the script: it prints a candidate a line, perhaps with more after a tab. */
const shells: Readonly<Record<string, (script: string, line: string) => readonly string[]>> = {
  bash(script, line) {
    const words = line.split(" ");
    const program = `source ${script}
      COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length - 1}
      _sio_serve; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return ["bash", "--noprofile", "--norc", "-c", program];
  },
  fish: (script, line) => ["fish", "--no-config", "-c", `source ${script}; complete -C '${line}'`],
};

/** What may follow a line, and what must not. */
const lines = [
  { line: "sio ", offers: ["serve", "dev", "connect", "completion", "handlers.ts"], not: ["--port"] },
  { line: "sio do", offers: ["doctor"], not: ["dev"] },
  { line: "sio-serve --log-", offers: ["--log-level", "--log-format"], not: ["--port"] },
  { line: "sio dev --log-level ", offers: ["trace", "silent"], not: ["handlers.ts", "serve"] },
  { line: "sio dev --port ", offers: ["auto"], not: ["number"] },
  { line: "sio dev hand", offers: ["handlers.ts"], not: ["dev"] },
  { line: "sio connect --tra", offers: ["--transports"], not: ["--watch"] },
  { line: "sio connect http://x --transports ", offers: ["polling", "websocket"], not: ["--json"] },
  { line: "sio init --template ", offers: ["minimal", "chat", "game"], not: ["handlers.ts"] },
  { line: "sio completion ", offers: ["bash", "zsh", "fish"], not: ["handlers.ts"] },
];

/** Writes the script for a shell into a folder, and returns its path. */
async function scriptFor(name: string, folder: string): Promise<string> {
  const { status, stdout } = await runCli(["completion", name]);
  expect(status).toBe(0);
  const script = join(folder, ".completion");
  await writeFile(script, stdout);
  return script;
}

test.for(Object.entries(shells))(
  "%s completes commands, flags, values and files",
  async ([name, complete], context) => {
    needs(context, missingProgram(name, name));
    await using folder = await temporaryFolder({ "handlers.ts": "" });
    const script = await scriptFor(name, folder.path);
    const { PATH = "" } = process.env;
    const env = { PATH, HOME: folder.path, LC_ALL: "C.UTF-8", TERM: "dumb" };
    for (const { line, offers, not } of lines) {
      const [program = "", ...args] = complete(script, line);
      const listed = execFileSync(program, args, { cwd: folder.path, encoding: "utf8", env, timeout: 15_000 });
      const words = listed.split(/\s+/);
      expect(words, `after "${line}"`).toEqual(expect.arrayContaining(offers));
      for (const word of not) expect(words, `after "${line}"`).not.toContain(word);
    }
  },
);

// It completes at a terminal only.
test("zsh completes commands, flags, values and files", { timeout: 60_000 }, async (context) => {
  needs(context, missingProgram("zsh", "zsh"));
  await using folder = await temporaryFolder({ "handlers.ts": "" });
  const script = await scriptFor("zsh", folder.path);
  await using terminal = await openTerminal(context, { cwd: folder.path, env: { HOME: folder.path } });
  const screen = expect.poll(() => terminal.screen(), { timeout: 15_000 });
  await terminal.type("exec zsh -f");
  await terminal.press("Enter");
  await terminal.type(
    `PS1='> '; autoload -U compinit; compinit -u -D; source ${script}; bindkey '^I' list-choices; clear`,
  );
  await terminal.press("Enter");
  await screen.toMatch(/^>$/m);
  for (const { line, offers, not } of lines) {
    await terminal.type(line);
    await terminal.press("Tab");
    for (const word of offers) await screen.toMatch(new RegExp(`^(?!>).*(?<!\\S)${word}(?!\\S)`, "m"));
    const listed = (await terminal.screen()).split("\n").filter((row) => !row.startsWith(">"));
    for (const word of not) expect(listed.join(" ").split(/\s+/), `after "${line}"`).not.toContain(word);
    await terminal.press("C-u", "C-l");
    await screen.toMatch(/^>\n+$/);
  }
});

test("an unknown shell is refused, with those that there are", async () => {
  const { status, stderr } = await runCli(["completion", "tcsh"]);
  expect([status, stderr]).toEqual([64, expect.stringContaining("bash, zsh, fish")]);
});
