import { type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { type Command, commandsFor, written } from "../../conflicts/commands.ts";
import { SioError } from "../../errors.ts";
import type { Edge } from "../edge.ts";
import type { Examination } from "./examine.ts";

/** How `--fix` goes about it. */
export interface FixOptions {
  /** Whether to go on without asking. */
  readonly yes: boolean;
  /** Whether stdout is for the report alone, so that what the commands print goes to stderr. */
  readonly json: boolean;
}

/**
 * Shows the commands that mend what can be mended safely, asks, and runs them in the environment of `edge`. Resolves with whether they
 * were run.
 *
 * @throws SioError `usage` if there is nobody to ask, `unavailable` if a command fails
 */
export async function fix(examination: Examination, edge: Edge, { yes, json }: FixOptions): Promise<boolean> {
  const commands = safeCommands(examination);
  if (commands.length === 0) {
    edge.stderr("There is nothing that --fix could do safely.\n");
    return false;
  }
  const { root } = examination;
  edge.stderr(`In ${root}:\n${commands.map((command) => `  ${written([command])}\n`).join("")}`);
  if (!yes && !(await isAllowed(edge))) return false;
  for (const command of commands)
    await run(command, { cwd: root, env: edge.env, stdio: ["inherit", json ? 2 : "inherit", "inherit"] });
  return true;
}

/** What the safe fixes come to, each command once; copies are folded when all else is done. */
export function safeCommands({ findings, tool }: Pick<Examination, "findings" | "tool">): readonly Command[] {
  const changes = findings.flatMap(({ fixes }) => fixes.find(({ safe, change }) => safe && change)?.change ?? []);
  const commands = [
    ...changes.flatMap(({ dedupe: _, ...rest }) => commandsFor(rest, tool)),
    ...changes.flatMap(({ dedupe = [] }) => commandsFor({ dedupe }, tool)),
  ];
  return [...new Map(commands.map((command) => [written([command]), command])).values()];
}

async function isAllowed({ ask }: Edge): Promise<boolean> {
  if (!ask) {
    throw new SioError("usage", "--fix asks before it changes anything, and nobody is there to answer.", {
      hint: "Let it do so without asking: sio doctor --fix --yes",
    });
  }
  return /^y(es)?$/i.test((await ask("Run them? (y/N) ")).trim());
}

async function run(command: Command, options: SpawnOptions): Promise<void> {
  const [program = "", ...args] = command;
  // On Windows, package managers are scripts of a shell.
  const child = spawn(program, args, { ...options, shell: process.platform === "win32" });
  const status = await once(child, "close").then(
    ([code, signal]) => code ?? signal,
    (error: NodeJS.ErrnoException) => error.code,
  );
  if (status === 0) return;
  const why = status === "ENOENT" ? "cannot be found" : `ended with ${status}`;
  throw new SioError("unavailable", `${written([command])} ${why}.`, { hint: "Nothing that comes after it was run." });
}
