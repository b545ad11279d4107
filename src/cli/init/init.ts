import { SioError } from "../../errors.ts";
import type { Edge } from "../edge.ts";
import { listenForInterruption } from "./interruption.ts";
import { type Failure, make } from "./make.ts";
import { farewell } from "./next-steps.ts";
import { packageNameFrom, whyRefused } from "./package-name.ts";
import { projectFiles } from "./project-files.ts";
import { checkCollisions, checkTarget } from "./target.ts";
import { checkTemplate } from "./templates.ts";
import { type Known, unasked } from "./unasked.ts";
import type { InitFlags, Wishes } from "./wishes.ts";

/** What `sio init` was called with. */
export interface InitCall {
  readonly dir: string | undefined;
  readonly flags: InitFlags;
  readonly edge: Edge;
}

/** The status that shells give to what Ctrl-C has ended. */
const interrupted = 130;

/**
 * Makes a project: asks for what no flag says where somebody is there to answer, writes it, and installs its packages. Resolves with the
 * exit status: 130 if it was interrupted, and then nothing of it is left.
 *
 * @throws SioError `usage` for a wrong flag or a folder with files, `unavailable` if the folder is read-only or the packages cannot be had
 */
export async function init({ dir, flags, edge }: InitCall): Promise<number> {
  const known = { cwd: edge.cwd, env: edge.env, dir, flags };
  checkFlags(flags);
  if (dir !== undefined || !edge.ask) checkFolder(unasked(known), flags);
  const wishes = edge.ask && !flags.yes ? await askFor(known) : unasked(known);
  if (!wishes) return interrupted;
  checkFolder(wishes, flags);

  const interruption = listenForInterruption();
  try {
    const made = await make(wishes, { collisions: flags, edge, signal: interruption.signal });
    if (!made) {
      edge.stderr("Interrupted: what was written is gone again.\n");
      return interrupted;
    }
    const left = new Set(made.failures.map(({ command }) => command));
    edge.stdout(farewell({ ...wishes, install: wishes.install && !left.has(`${wishes.manager} install`) }, edge));
    if (made.failures.length > 0) throw unfinished(made.failures, wishes);
    return 0;
  } finally {
    interruption.close();
  }
}

/** Loaded here because flags may say everything. */
async function askFor(known: Known): Promise<Wishes | undefined> {
  const { ask } = await import("./asking.ts");
  return ask(known);
}

function checkFlags({ name, template, merge, force }: InitFlags): void {
  if (merge && force) {
    throw new SioError("usage", "--merge keeps the files that are there, and --force overwrites them.", {
      hint: "Give one of the two.",
    });
  }
  if (template !== undefined) checkTemplate(template);
  const why = name === undefined ? undefined : whyRefused(name);
  if (name === undefined || why === undefined) return;
  throw new SioError("usage", `npm refuses the name "${name}": it ${why}.`, {
    hint: `--name ${packageNameFrom(name)}`,
  });
}

function checkFolder(wishes: Wishes, flags: InitFlags): void {
  checkTarget(wishes.folder);
  checkCollisions(wishes.folder, projectFiles(wishes).keys(), flags);
}

function unfinished(failures: readonly Failure[], { folder }: Wishes): SioError {
  const commands = failures.map(({ command }) => command);
  const detail = failures.flatMap(({ output }) => tellingLines(output)).map((line) => `    ${line}`);
  return new SioError("unavailable", `The project is whole, but ${commands.join(" and ")} failed.`, {
    ...(detail.length > 0 && { detail: detail.join("\n") }),
    hint: `Later, in ${folder}: ${commands.join(" && ")}`,
  });
}

/** Those that speak of errors, of which the first is the reason; else the last. */
function tellingLines(output: string): readonly string[] {
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  const errors = lines.filter((line) => /\berror\b|ERR/i.test(line));
  return errors.length > 0 ? errors.slice(0, 4) : lines.slice(-4);
}
