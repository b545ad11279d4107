import { type Stats, statSync } from "node:fs";
import { dirname, extname, relative, sep } from "node:path";
import { isUnwatched } from "./fingerprints.ts";

/** What is to be watched. */
export interface WatchedPaths {
  /** Files that have been read: one that is not there has been deleted since. */
  readonly files: Iterable<string>;
  /** Places at which a file may be or not. */
  readonly places: Iterable<string>;
  /** Folders in which files may come and go, at any depth. */
  readonly folders: Iterable<string>;
}

/** The folders that the system is asked to watch, because what is to be watched is in them. */
export class WatchedFolders {
  /** With what tells a folder from another that has taken its place. */
  readonly #watched = new Map<string, number>();
  #whole: ReadonlySet<string> = new Set();

  /** Whether this is a folder to look into. */
  wants(path: string, stats?: Stats): boolean {
    return this.#watched.has(path) || (!stats?.isFile() && this.around(path).length > 0);
  }

  /** Whether files may come and go in this folder. */
  isWhole(path: string): boolean {
    return this.#whole.has(path);
  }

  /** Those of the folders that are watched whole in which `path` is. */
  around(path: string): string[] {
    return [...this.#whole].filter((folder) => isBelow(path, folder));
  }

  /**
   * Brings the folders in line with what is to be watched and with what there is on disk: a folder that was deleted and made again is
   * another one, and instead of one that is missing, the nearest above it is watched.
   */
  refresh({ files, places, folders }: WatchedPaths): { readonly gone: string[]; readonly added: string[] } {
    this.#whole = new Set(folders);
    const wanted = new Map<string, number>();
    for (const folder of new Set([...[...files, ...places].map((path) => dirname(path)), ...this.#whole])) {
      const existing = nearestFolder(folder);
      if (existing) wanted.set(existing.path, existing.id);
    }
    const gone = [...this.#watched].filter(([path, id]) => wanted.get(path) !== id).map(([path]) => path);
    const added = [...wanted].filter(([path, id]) => this.#watched.get(path) !== id).map(([path]) => path);
    for (const path of gone) this.#watched.delete(path);
    for (const path of added) this.#watched.set(path, wanted.get(path) ?? 0);
    return { gone, added };
  }
}

function isBelow(path: string, folder: string): boolean {
  const inside = relative(folder, path);
  return !inside.startsWith("..") && !inside.split(sep).some(isUnwatched);
}

function nearestFolder(path: string): { readonly path: string; readonly id: number } | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isDirectory()) return { path, id: stats.ino };
  const parent = dirname(path);
  return parent === path ? undefined : nearestFolder(parent);
}

const moduleExtension = /^\.(?:[cm]?[jt]sx?|json)$/;

/** Whether a file of this name could be what an import leads to. */
export function isModuleFile(path: string): boolean {
  return moduleExtension.test(extname(path));
}
