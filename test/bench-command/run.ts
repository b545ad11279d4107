import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { BenchReport } from "../../src/bench/report.ts";
import { type CliOptions, type CliResult, runCli } from "../_support/cli.ts";

const bin = fileURLToPath(new URL("../../bin/sio.js", import.meta.url));

/** Few clients for a moment: what a test needs. */
export const brief = ["--connections", "4", "--duration", "300ms"];

/** Runs `sio bench` with `--json` and reads what it prints. */
export async function benchJson(
  args: readonly string[],
  options: CliOptions = {},
): Promise<CliResult & { readonly report: BenchReport }> {
  const result = await runCli(["bench", ...args, "--json"], options);
  if (!result.stdout.startsWith("{")) throw new Error(`There is no report: ${result.stdout}${result.stderr}`);
  return { ...result, report: JSON.parse(result.stdout) as BenchReport };
}

/** Runs `sio bench` until it has ended, and lets the test interrupt it. */
export function startBench(args: readonly string[]): {
  readonly ended: Promise<CliResult>;
  signal(name: NodeJS.Signals): void;
} {
  const { PATH = "" } = process.env;
  const child = spawn(process.execPath, [bin, "bench", ...args], { env: { PATH, NO_COLOR: "1" } });
  const read = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].on("data", (chunk) => {
      read[stream] += chunk;
    });
  }
  const ended = new Promise<CliResult>((resolve) => child.on("close", (status) => resolve({ status, ...read })));
  return { ended, signal: (name) => void child.kill(name) };
}
