import { createHash } from "node:crypto";
import type { Stats } from "node:fs";
import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { join } from "node:path";

/** What a look at a path found. Two looks found the same if their `content` is. */
export interface Fingerprint {
  /** Where links end and what is there: a digest of a file, the names in a folder, "" for nothing at all. */
  readonly content: string;
  /** Whether there is a file or folder with something in it. */
  readonly full: boolean;
  /** What the system says of the file without reading it; `undefined` while that cannot be trusted. */
  readonly stamp: string | undefined;
}

/** Nothing at all. */
export const absent: Fingerprint = { content: "", full: false, stamp: undefined };

/**
 * Looks at a file or folder. A folder's names are those of all files below it, without `node_modules` and hidden ones. Whatever cannot
 * be read counts as absent.
 *
 * @param former what the look before found: a file with the same stamp is not read again
 */
export async function fingerprint(path: string, former?: Fingerprint): Promise<Fingerprint> {
  try {
    const real = await realpath(path);
    const stats = await stat(real);
    if (stats.isDirectory())
      return { content: `${real}\n${(await namesBelow(real)).join("\n")}`, full: true, stamp: undefined };
    const stamp = stampOf(real, stats);
    if (stamp !== undefined && stamp === former?.stamp) return former;
    const bytes = await readFile(real);
    const digest = createHash("sha1").update(bytes).digest("base64");
    return { content: `${real}\n${digest}`, full: bytes.length > 0, stamp };
  } catch {
    return absent;
  }
}

/** Within one tick of its clock, a file system gives two writes the same time. */
const clockTickMs = 50;

function stampOf(real: string, { mtimeMs, ctimeMs, size, ino }: Stats): string | undefined {
  const latest = Math.max(mtimeMs, ctimeMs);
  return Date.now() - latest < clockTickMs ? undefined : [real, mtimeMs, ctimeMs, size, ino].join(" ");
}

async function namesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = await Promise.all(
    entries.map(async (entry) => {
      if (isUnwatched(entry.name)) return [];
      const path = join(folder, entry.name);
      return entry.isDirectory() ? namesBelow(path) : [path];
    }),
  );
  return names.flat().sort();
}

/** Folders and files of this name, and all below them, are watched only if they are named. */
export function isUnwatched(name: string): boolean {
  return name === "node_modules" || name.startsWith(".");
}
