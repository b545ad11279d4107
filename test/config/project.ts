import { realpath } from "node:fs/promises";
import { Command } from "commander";
import { onTestFinished } from "vitest";
import { addConfigCommand } from "../../src/cli/commands/config.ts";
import { plain } from "../../src/cli/terminal.ts";
import { temporaryFolder } from "../_support/folder.ts";

/** A temporary folder that is the top of a repository of its own; it is gone when the test is over. */
export async function project(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = await temporaryFolder({ ".git/HEAD": "", ...files });
  onTestFinished(() => folder[Symbol.asyncDispose]());
  return realpath(folder.path);
}

/** Where and how `sio config` is run. */
export interface ConfigRun {
  readonly cwd: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** What `sio config` writes. */
export async function runConfig({ cwd, args = [], env = {} }: ConfigRun): Promise<{ stdout: string; stderr: string }> {
  const written = { stdout: "", stderr: "" };
  const program = new Command("sio").exitOverride().configureOutput({ writeErr: () => {} });
  addConfigCommand(program, {
    cwd,
    env,
    paint: { stdout: plain, stderr: plain },
    stdout: (text) => {
      written.stdout += text;
    },
    stderr: (text) => {
      written.stderr += text;
    },
  });
  await program.parseAsync(["config", ...args], { from: "user" });
  return written;
}

/** One setting as `sio config --json` tells it. */
export async function setting(name: string, run: ConfigRun): Promise<{ value: unknown; origin: string }> {
  const { stdout } = await runConfig({ ...run, args: [...(run.args ?? []), "--json"] });
  return JSON.parse(stdout)[name];
}
