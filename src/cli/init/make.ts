import { join } from "node:path";
import { SioError } from "../../errors.ts";
import type { Edge } from "../edge.ts";
import { managers } from "./managers.ts";
import { runProgram } from "./program.ts";
import { showProgress } from "./progress.ts";
import { projectFiles } from "./project-files.ts";
import { type Collisions, filesToWrite } from "./target.ts";
import type { Wishes } from "./wishes.ts";
import { Written } from "./written.ts";

/** What making a project needs besides the wishes. */
export interface MakeOptions {
  readonly collisions: Collisions;
  readonly edge: Edge;
  /** Interrupts it. */
  readonly signal: AbortSignal;
}

/** A project that is there, whole. */
export interface Made {
  /** What the programs that were to work on it had to say, where they failed; by what one types to run them later. */
  readonly failures: readonly Failure[];
}

/** A program that was to work on the project and failed; the project is whole nevertheless. */
export interface Failure {
  /** What one types to run it. */
  readonly command: string;
  readonly output: string;
}

/**
 * Writes the project, makes it a repository and installs its packages, as far as that is wished. `undefined` if it was interrupted: then
 * nothing of it is left.
 *
 * @throws SioError `unavailable` if a file cannot be written; nothing of it is left then, either
 */
export async function make(wishes: Wishes, { collisions, edge, signal }: MakeOptions): Promise<Made | undefined> {
  const { folder } = wishes;
  const written = new Written();
  write(written, wishes, collisions);
  const failures: Failure[] = [];
  for (const { command, args, leaves, text } of programs(wishes)) {
    for (const path of leaves) written.expect(join(folder, path));
    const ended = runProgram(command, args, { cwd: folder, env: edge.env, signal });
    const { ok, interrupted, output } = await showProgress(text, ended, edge);
    if (signal.aborted || interrupted) {
      written.undo();
      return undefined;
    }
    if (!ok) failures.push({ command: `${command} ${args[0]}`, output });
  }
  return { failures };
}

function write(written: Written, wishes: Wishes, collisions: Collisions): void {
  const { folder } = wishes;
  const files = filesToWrite(folder, projectFiles(wishes), collisions);
  try {
    written.write(folder, files);
  } catch (cause) {
    throw new SioError("unavailable", `Nothing can be written to ${folder}: ${(cause as Error).message}.`, { cause });
  }
}

/** A program that works on the project once its files are there. */
interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly leaves: readonly string[];
  /** What is shown meanwhile. */
  readonly text: string;
}

function programs({ git, install, manager }: Wishes): readonly Program[] {
  const { install: args, leaves } = managers[manager];
  return [
    ...(git
      ? [{ command: "git", args: ["init", "--quiet"], leaves: [".git"], text: "Making it a Git repository" }]
      : []),
    ...(install ? [{ command: manager, args, leaves, text: `Installing its packages with ${manager}` }] : []),
  ];
}
