import { readdirSync } from "node:fs";
import { basename, dirname, extname, resolve } from "node:path";
import { lazy } from "./lazy.ts";
import { annotate } from "./place.ts";

/** How a module asks for another: the two differ in how packages answer and in the code of the error. */
export type Manner = "import" | "require";

const codes = { import: "ERR_MODULE_NOT_FOUND", require: "MODULE_NOT_FOUND" } as const;

/** An import as it is written, and the file that it is written in. */
export interface Request {
  readonly specifier: string;
  readonly from: string;
  readonly manner: Manner;
}

/** An import that leads nowhere: carries Node's own error code, so that code that tries optional imports works. */
export function missingModule({ specifier, from, manner }: Request, reason?: string): Error {
  const about = isPackageName(specifier) ? `the package "${packageName(specifier)}"` : `"${specifier}"`;
  const error = new Error(reason ?? `Cannot find ${about}`);
  return annotate(Object.assign(error, { code: codes[manner] }), {
    hint: reason ? undefined : hintFor(specifier, from),
  });
}

function hintFor(specifier: string, from: string): string | undefined {
  if (isPackageName(specifier)) return `npm install ${packageName(specifier)}`;
  if (specifier.startsWith("#")) return `Add "${specifier}" to "imports" in package.json.`;
  if (!/^\.{0,2}\//.test(specifier)) return `If it is an alias, add it to "paths" in tsconfig.json.`;
  const name = nearestFile(resolve(dirname(from), specifier));
  return name && `Did you mean "${specifier.slice(0, specifier.lastIndexOf("/") + 1)}${name}"?`;
}

/**
 * The name in the same folder that is most like the last part of `path`, or undefined if none is.
 * An extension is compared only if the path has one.
 */
export function nearestFile(path: string): string | undefined {
  const wanted = basename(path);
  const { distance } = lazy.levenshtein();
  const likeness = (name: string) =>
    distance(wanted.toLowerCase(), (extname(wanted) ? name : name.replace(/\.\w+$/, "")).toLowerCase());
  const [best] = namesIn(dirname(path)).sort((a, b) => likeness(a) - likeness(b));
  return best !== undefined && likeness(best) <= Math.max(2, wanted.length / 3) ? best : undefined;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => !name.startsWith("."));
  } catch {
    return [];
  }
}

function isPackageName(specifier: string): boolean {
  return /^(?:@[a-z\d~-][\w.~-]*\/)?[a-z\d~-][\w.~-]*(?:\/|$)/i.test(specifier);
}

function packageName(specifier: string): string {
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}
