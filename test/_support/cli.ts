import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const bin = fileURLToPath(new URL("../../bin/sio-serve.js", import.meta.url));

/** How the real command is run. */
export interface CliOptions {
  readonly cwd?: string;
  /** Added to an environment without colours and without the variables that a shell of yours may have. */
  readonly env?: Readonly<Record<string, string>>;
  /** The first words of the command line: what runs it. This Node unless given. */
  readonly runtime?: readonly string[];
}

/** A command that has ended. */
export interface CliResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A server that the command begins to run. */
export interface BegunCli {
  /** The URL, or the path of the Unix socket, once it listens. Rejects with the output if it ends before. */
  readonly url: Promise<string>;
  readonly process: ChildProcess;
  /** All that was written so far, both streams. */
  output(): string;
  /** Sends a signal and waits for the end; resolves with the exit status, or the signal's name if that ended it. */
  stop(signal?: NodeJS.Signals): Promise<number | NodeJS.Signals>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** A server that the command runs. */
export interface CliServer extends Omit<BegunCli, "url"> {
  readonly url: string;
}

/** Runs the real command to its end. */
export function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const child = spawnCli(args, options);
  const read = { stdout: "", stderr: "" };
  child.stdout?.on("data", (chunk) => {
    read.stdout += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    read.stderr += chunk;
  });
  return new Promise((resolve) => child.on("close", (status) => resolve({ status, ...read })));
}

/** Runs the real command until it says where it listens. Rejects with its output if it ends before. */
export async function startCli(args: readonly string[], options: CliOptions = {}): Promise<CliServer> {
  const begun = beginCli(args, options);
  return { ...begun, url: await begun.url };
}

/** Begins to run the real command. */
export function beginCli(args: readonly string[], options: CliOptions = {}): BegunCli {
  const child = spawnCli(args, options);
  let output = "";
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.on("close", (status, signal) => resolve(status ?? signal ?? 0));
  });
  const url = new Promise<string>((resolve, reject) => {
    const read = (chunk: unknown) => {
      output += chunk;
      const [, found] = /^ +local +(\S+)[\s\S]*\n\n/m.exec(output) ?? /"url":"([^"]+)"/.exec(output) ?? [];
      if (found) resolve(found);
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    void ended.then((status) => reject(new Error(`The server ended with ${status}:\n${output}`)));
  });
  // Whoever stops it before does not ask.
  url.catch(() => {});
  return {
    url,
    process: child,
    output: () => output,
    stop(signal = "SIGTERM") {
      child.kill(signal);
      return ended;
    },
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

function spawnCli(args: readonly string[], { cwd, env, runtime = [process.execPath] }: CliOptions): ChildProcess {
  const { PATH = "", HOME = "" } = process.env;
  const [program = "", ...words] = runtime;
  return spawn(program, [...words, bin, ...args], {
    cwd,
    env: { PATH, HOME, NO_COLOR: "1", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}
