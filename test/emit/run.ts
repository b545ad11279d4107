import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { CliResult } from "../_support/cli.ts";

const bin = fileURLToPath(new URL("../../bin/sio.js", import.meta.url));

/** Where `sio emit` runs, and what comes through its pipe. */
export interface Surroundings {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** Runs `sio emit` to its end. */
export function sioEmit(args: readonly string[], { cwd, env, input = "" }: Surroundings = {}): Promise<CliResult> {
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(process.execPath, [bin, "emit", ...args], { cwd, env: { PATH, HOME, NO_COLOR: "1", ...env } });
  const read = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => {
    read.stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    read.stderr += chunk;
  });
  // A command that is refused reads nothing.
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  return new Promise((resolve) => child.on("close", (status) => resolve({ status, ...read })));
}
