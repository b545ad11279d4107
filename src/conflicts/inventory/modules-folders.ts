import { join } from "node:path";
import type { Files } from "./files.ts";

/** More folders of packages than this are not looked through. */
const mostFolders = 20_000;

/**
 * The folders of packages that lie in packages: what npm makes where versions differ, and for everything if it is told to nest. Links
 * are followed, each place once.
 */
export function nestedFolders(modulesFolders: readonly string[], files: Files): readonly string[] {
  const seen = new Set(modulesFolders.map((folder) => files.real(folder)));
  const found: string[] = [];
  const waiting = [...modulesFolders];
  for (let folder = waiting.shift(); folder !== undefined && found.length < mostFolders; folder = waiting.shift()) {
    for (const name of packageNames(folder, files)) {
      const nested = join(folder, name, "node_modules");
      if (!files.has(nested)) continue;
      const real = files.real(nested);
      if (real === undefined || seen.has(real)) continue;
      seen.add(real);
      found.push(nested);
      waiting.push(nested);
    }
  }
  return found;
}

/** The names of all packages in a folder of packages, "@scope/name" included. */
export function packageNames(folder: string, files: Files): readonly string[] {
  return files.list(folder).flatMap((name) => {
    if (name.startsWith(".")) return [];
    return name.startsWith("@") ? files.list(join(folder, name)).map((scoped) => `${name}/${scoped}`) : [name];
  });
}

/** Where package managers keep one copy of each version for links to lead to: pnpm, bun, npm with linked packages. */
const stores = [".pnpm", ".bun", ".store"];

/** The folders in which such a store has copies of a package. */
export function storedCopies(modulesFolder: string, name: string, files: Files): readonly string[] {
  return stores.flatMap((store) =>
    files
      .list(join(modulesFolder, store))
      .filter((key) => key.startsWith(`${name.replace("/", "+")}@`))
      .map((key) => join(modulesFolder, store, key, "node_modules", name)),
  );
}
