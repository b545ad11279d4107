import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Missing } from "../_support/needs.ts";

/** The Python that Debian's packages are for; there may be another on the path. */
const python = "/usr/bin/python3";

/** Why Python cannot have these modules. */
export function missingModules(modules: readonly string[], debianPackages: string): Missing {
  if (spawnSync(python, ["-c", `import ${modules.join(", ")}`]).status === 0) return undefined;
  return `${python} has no ${modules.join(", ")}: apt-get install ${debianPackages}`;
}

/** A Python program that runs. */
export interface PythonProgram {
  /** The lines that it has printed. */
  readonly lines: readonly string[];
  /** What it wrote to stderr, for when it fails. */
  errors(): string;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Starts a Python program. */
export function startPython(program: string, args: readonly string[]): PythonProgram {
  const child = spawnPython(program, args);
  const lines: string[] = [];
  let errors = "";
  if (child.stdout) createInterface(child.stdout).on("line", (line) => lines.push(line));
  child.stderr?.on("data", (chunk) => {
    errors += chunk;
  });
  const ended = once(child, "close");
  return {
    lines,
    errors: () => errors,
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

/** Runs a Python program to its end. Rejects with what it wrote if it fails. */
export async function runPython(program: string, args: readonly string[]): Promise<void> {
  const child = spawnPython(program, args);
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk) => {
      output += chunk;
    });
  const [status] = await once(child, "close");
  if (status !== 0) throw new Error(`Python ended with ${status}:\n${output}`);
}

function spawnPython(program: string, args: readonly string[]): ChildProcess {
  return spawn(python, ["-u", "-c", program, ...args], { stdio: ["ignore", "pipe", "pipe"] });
}
