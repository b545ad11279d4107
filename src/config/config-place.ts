import { readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

/** The config files that are evaluated; the others are only read. */
export const moduleExtensions: readonly string[] = ["ts", "mts", "js", "mjs", "cjs"];
const textExtensions = ["json", "yaml", "yml"];

/** The names of a config file, strongest first. In `package.json` it is the key `sio`. */
export const configFileNames: readonly string[] = [
  ...[...moduleExtensions, ...textExtensions].map((extension) => `sio.config.${extension}`),
  ".siorc",
  ...[...textExtensions, ...moduleExtensions].map((extension) => `.siorc.${extension}`),
  "package.json",
];

/**
 * Finds the nearest config file: in `folder`, or in one above it up to the top of the repository, the home folder or
 * the root. Only names are looked at, so that a project without a config file pays next to nothing;
 * at the start of a process nothing else waits, and asking the disk at once is then the fastest.
 */
export function findConfigFile(folder: string): string | undefined {
  const names = new Set(namesIn(folder));
  for (const name of configFileNames) {
    const file = join(folder, name);
    if (names.has(name) && (name !== "package.json" || hasSettings(file))) return file;
  }
  const parent = dirname(folder);
  if (names.has(".git") || folder === homedir() || parent === folder) return undefined;
  return findConfigFile(parent);
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    // A folder that may not be read has nothing for us.
    return [];
  }
}

function hasSettings(packageJson: string): boolean {
  const text = textOf(packageJson);
  if (!/"sio"\s*:/.test(text)) return false;
  try {
    return Object.hasOwn(JSON.parse(text), "sio");
  } catch {
    // Whoever reads the settings complains about the file, with the place.
    return true;
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
