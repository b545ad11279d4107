import { existsSync, lstatSync, readdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Config } from "../config/options.ts";
import { fixedPart, pathMatcher } from "../lib/glob.ts";
import { isUnwatched } from "./fingerprints.ts";
import type { WatchedPaths } from "./watched-folders.ts";

/** What a server depends on. */
export interface Dependencies {
  readonly config: Config;
  /** The files of its settings. */
  readonly sources: Iterable<string>;
  /** The files of its handlers. */
  readonly modules: Iterable<string>;
}

/** All that is watched for a server: the files that it is made of, the links that lead to them, and what the settings add. */
export function watchedPaths({ config, sources, modules }: Dependencies): WatchedPaths {
  const { handlers, watchInclude } = config;
  const isIncluded = pathMatcher(watchInclude);
  const included = watchInclude.map(fixedPart);
  const candidates = [...included, ...(handlers === undefined ? [] : [handlers])];
  return {
    files: modules,
    places: [
      ...sources,
      ...(handlers === undefined ? [] : linksOn(handlers)),
      ...included.flatMap((place) => (isFolder(place) ? filesBelow(place).filter(isIncluded) : place)),
    ],
    folders: candidates.filter(isFolder),
  };
}

/** The symbolic links that a path goes through, itself included: one that leads elsewhere is another file. */
function linksOn(path: string): string[] {
  const parent = dirname(path);
  if (parent === path) return [];
  const isLink = existsSync(path) && lstatSync(path).isSymbolicLink();
  return [...linksOn(parent), ...(isLink ? [path] : [])];
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (isUnwatched(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

/**
 * Tells whether Git is changing the files of the repository that `folder` is in: it then holds a lock, and more changes follow.
 */
export function gitActivity(folder: string): () => boolean {
  let top = resolve(folder);
  while (!existsSync(join(top, ".git")) && dirname(top) !== top) top = dirname(top);
  const lock = join(top, ".git", "index.lock");
  return () => existsSync(lock);
}
