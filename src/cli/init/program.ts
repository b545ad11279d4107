import { spawn } from "node:child_process";
import { once } from "node:events";
import { commandsNeedShell } from "./managers.ts";

/** How a program is run. */
export interface ProgramOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Ends the program; it is waited for. */
  readonly signal: AbortSignal;
}

/** How a program has ended. */
export interface Ended {
  readonly ok: boolean;
  /** Whether Ctrl-C ended it, which reaches it at the same time as this process and may be known of it first. */
  readonly interrupted: boolean;
  /** All that it wrote, both streams. */
  readonly output: string;
}

/** What shells and package managers end with after Ctrl-C: 128 and the number of SIGINT. */
const interruptedStatus = 130;

/** Runs a program to its end without showing what it writes. One that cannot be started has ended, too. */
export async function runProgram(
  command: string,
  args: readonly string[],
  { cwd, env, signal }: ProgramOptions,
): Promise<Ended> {
  const child = spawn(command, args, { cwd, env, shell: commandsNeedShell, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const end = () => child.kill("SIGTERM");
  signal.addEventListener("abort", end);
  try {
    const [status, signalled] = await once(child, "close");
    return { ok: status === 0, interrupted: signalled === "SIGINT" || status === interruptedStatus, output };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return { ok: false, interrupted: false, output: `${command} is not installed.` };
  } finally {
    signal.removeEventListener("abort", end);
  }
}
