import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { SioError } from "../errors.ts";

/** A package that comes only to those who ask for it. */
export interface OptionalPackage {
  readonly name: string;
  /** The command that installs it. @example "npm install redis" */
  readonly install: string;
}

/** Who needs the package, and where it is looked for. */
export interface Wanted {
  /** Begins the sentences of errors. @example "The engine uws" */
  readonly by: string;
  /** The folder of the project; after it, this package's own place is asked. */
  readonly root: string;
}

/**
 * Loads an optional package: what it exports, of an ES module or a CommonJS one.
 *
 * @throws SioError `config` if it is not installed, or does not load here
 */
export async function importOptional({ name, install }: OptionalPackage, { by, root }: Wanted): Promise<unknown> {
  const file = findPackage(name, root);
  if (file === undefined) throw new SioError("config", `${by} needs the package "${name}".`, { hint: install });
  try {
    const loaded = (await import(pathToFileURL(file).href)) as { default?: unknown };
    return loaded.default ?? loaded;
  } catch (cause) {
    const { version, modules } = { version: process.versions.node, modules: process.versions.modules };
    throw new SioError("config", `${by} cannot be used: the package "${name}" does not load.`, {
      detail: `    ${messageOf(cause)
        .trim()
        .replaceAll(/\s*\n\s*/g, "\n    ")}`,
      hint: `Install a release that is built for Node.js ${version} (ABI ${modules}) and this system: ${install}`,
      cause,
    });
  }
}

/** Whether the project in `root` asks for a package to run with, in the nearest package.json. Another one may well have brought it along. */
export function asksFor(name: string, root: string): boolean {
  for (let folder = root; ; folder = dirname(folder)) {
    const manifest = readManifest(folder);
    if (manifest)
      return [manifest.dependencies, manifest.optionalDependencies].some((names) => names?.[name] !== undefined);
    if (folder === dirname(folder)) return false;
  }
}

function findPackage(name: string, root: string): string | undefined {
  for (const place of [join(root, "noop.js"), import.meta.url]) {
    try {
      return createRequire(place).resolve(name);
    } catch {
      // Not there: the next place is asked.
    }
  }
  return undefined;
}

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

function readManifest(folder: string): Manifest | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
  } catch {
    return undefined;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
