import { readdir, readFile } from "node:fs/promises";
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
 * the root. Only names are looked at, so that a project without a config file pays next to nothing.
 */
export async function findConfigFile(folder: string): Promise<string | undefined> {
  const names = new Set(await readdir(folder).catch(() => []));
  for (const name of configFileNames) {
    const file = join(folder, name);
    if (names.has(name) && (name !== "package.json" || (await hasSettings(file)))) return file;
  }
  const parent = dirname(folder);
  if (names.has(".git") || folder === homedir() || parent === folder) return undefined;
  return findConfigFile(parent);
}

async function hasSettings(packageJson: string): Promise<boolean> {
  const text = await readFile(packageJson, "utf8").catch(() => "");
  if (!/"sio"\s*:/.test(text)) return false;
  try {
    return Object.hasOwn(JSON.parse(text), "sio");
  } catch {
    // Whoever reads the settings complains about the file, with the place.
    return true;
  }
}
