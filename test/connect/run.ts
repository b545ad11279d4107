import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { CliResult } from "../_support/cli.ts";

/** The command as a shell calls it. */
export const sio: string = `${process.execPath} ${fileURLToPath(new URL("../../bin/sio.js", import.meta.url))}`;

/** Runs `sio connect` with commands coming through a pipe. */
export function connectPiped(args: readonly string[], input: string): Promise<CliResult> {
  const [node = "", bin = ""] = sio.split(" ");
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(node, [bin, "connect", ...args], { env: { PATH, HOME, NO_COLOR: "1" } });
  const read = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => {
    read.stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    read.stderr += chunk;
  });
  child.stdin.end(input);
  return new Promise((resolve) => child.on("close", (status) => resolve({ status, ...read })));
}

/** The lines of `--json`, without the time. */
export function notesOf(stdout: string): Record<string, unknown>[] {
  return stdout
    .trim()
    .split("\n")
    .map((line) => {
      const { time, ...note } = JSON.parse(line) as Record<string, unknown>;
      if (Number.isNaN(Date.parse(String(time)))) throw new Error(`No time in ${line}`);
      return note;
    });
}
