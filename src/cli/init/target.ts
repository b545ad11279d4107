import { accessSync, constants, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { SioError } from "../../errors.ts";
import { mergedManifest } from "./project-files.ts";

/** What to do with the files that a folder has already. */
export interface Collisions {
  /** Keep every one and add what is missing. */
  readonly merge?: boolean | undefined;
  /** Overwrite those that the template has too. */
  readonly force?: boolean | undefined;
}

/** Traces of a system, an editor or Git, beside which a folder still counts as empty. */
const traces = new Set([".git", ".DS_Store", "Thumbs.db", ".idea", ".vscode"]);

/** Whether nothing of the user's is in the folder; one that is not there is empty. */
export function isEmptyFolder(folder: string): boolean {
  return !existsSync(folder) || readdirSync(folder).every((name) => traces.has(name));
}

/**
 * Makes sure that a project can be written to the folder.
 *
 * @throws SioError `usage` if it is a file, `unavailable` if this user may not write to it
 */
export function checkTarget(folder: string): void {
  const ground = groundOf(folder);
  if (!statSync(ground).isDirectory()) throw new SioError("usage", `${ground} is a file, not a folder.`);
  try {
    accessSync(ground, constants.W_OK);
  } catch (cause) {
    throw new SioError("unavailable", `Nothing can be written to ${ground}: it is read-only for this user.`, {
      hint: "Choose another folder: sio init <folder>",
      cause,
    });
  }
}

/** @throws SioError `usage` that lists what would be overwritten, if the folder has files and neither flag says what to do with them */
export function checkCollisions(folder: string, paths: Iterable<string>, { merge, force }: Collisions): void {
  if (merge || force || isEmptyFolder(folder)) return;
  const overwritten = [...paths].filter((path) => existsSync(join(folder, path)));
  const detail = overwritten.map((path) => `    ${path}`).join("\n");
  throw new SioError("usage", `${folder} is not empty.${overwritten.length > 0 ? " It would overwrite:" : ""}`, {
    ...(detail && { detail }),
    hint: `Name another folder: sio-serve init my-app. Or --merge keeps every file and adds what is missing${overwritten.length > 0 ? ", --force overwrites these" : ""}.`,
  });
}

/** Those of the files that are to be written: all but those that `merge` keeps. A package.json gets what it lacks. */
export function filesToWrite(
  folder: string,
  files: ReadonlyMap<string, Buffer>,
  { merge }: Collisions,
): ReadonlyMap<string, Buffer> {
  if (!merge) return files;
  const wanted = [...files].flatMap(([path, bytes]): [string, Buffer][] => {
    const place = join(folder, path);
    if (!existsSync(place)) return [[path, bytes]];
    return path === "package.json" ? [[path, merged(place, bytes)]] : [];
  });
  return new Map(wanted);
}

function merged(place: string, added: Buffer): Buffer {
  try {
    return mergedManifest(readFileSync(place), added);
  } catch (cause) {
    throw new SioError("input", `${place} is not JSON, so nothing can be added to it.`, { cause });
  }
}

/** The folder itself, or the nearest above it that is there. */
function groundOf(folder: string): string {
  return existsSync(folder) ? folder : groundOf(dirname(folder));
}
