import { join, resolve } from "node:path";
import { memoize, once } from "../../lib/memoize.ts";
import type { Installed } from "../inventory.ts";
import { type Files, modulesFoldersFor, type Note } from "./files.ts";
import { manifestOf } from "./manifest.ts";
import { nestedFolders, storedCopies } from "./modules-folders.ts";
import { pathFrom } from "./workspace.ts";

/** What decides which copies there are. Folders are absolute. */
export interface CopiesOptions {
  /** The project's. */
  readonly root: string;
  /** The one in which the handlers lie. */
  readonly start: string;
  /** Of other members of the workspace. */
  readonly members: () => readonly string[];
  readonly files: Files;
  readonly note: Note;
  /** Who asks for a copy; called when that is first asked. */
  readonly askers: (copy: Installed) => readonly string[];
}

/** The copies of packages on disk. */
export interface Copies {
  all(name: string): readonly Installed[];
  /** The one that code in `folder` would import. */
  loadedFrom(folder: string, name: string): Installed | undefined;
}

/** Looks for copies by name; nothing is read before it is asked for, and nothing twice. */
export function findCopies({ root, start, members, files, note, askers }: CopiesOptions): Copies {
  const byFolder = new Map<string, Installed>();
  const isModulesFolder = memoize((folder: string) => {
    const isFolder = files.isFolder(folder);
    if (isFolder === false) note(`${pathFrom(root, folder)} is a file and no folder.`);
    return isFolder ?? false;
  });
  const near = memoize((folder: string) => modulesFoldersFor(folder).filter(isModulesFolder));
  const direct = once(() => [...new Set([start, ...members()].flatMap(near))]);
  const nested = once(() => nestedFolders(direct(), files));

  const copyAt = memoize((found: string): Installed | undefined => {
    const file = join(found, "package.json");
    const folder = files.has(file) ? files.real(found) : undefined;
    const known = folder === undefined ? undefined : byFolder.get(folder);
    const json = known || folder === undefined ? undefined : files.json(file);
    if (folder === undefined || !json) return known;
    const manifest = once(() => manifestOf(json));
    const requiredBy = once(() => askers(copy));
    const copy: Installed = {
      name: textOf(json.name),
      version: textOf(json.version),
      folder,
      path: pathFrom(root, found),
      get manifest() {
        return manifest();
      },
      get requiredBy() {
        return requiredBy();
      },
    };
    byFolder.set(folder, copy);
    return copy;
  });
  const loaded = memoize((place: string): Installed | undefined => {
    const [folder = "", name = ""] = place.split("\0");
    for (const modules of near(folder)) {
      const copy = copyAt(join(modules, name));
      // Another package may stand under this name, by the range "npm:other@1".
      if (copy) return copy.name === name ? copy : undefined;
    }
    return undefined;
  });
  const all = memoize((name: string): readonly Installed[] => {
    const places = [
      ...direct().flatMap((folder) => [join(folder, name), ...storedCopies(folder, name, files)]),
      ...nested().map((folder) => join(folder, name)),
    ];
    const first = loaded(`${start}\0${name}`);
    const found = places.map(copyAt).filter((copy) => copy?.name === name) as readonly Installed[];
    return [...new Set([...(first ? [first] : []), ...found])];
  });
  return { all, loadedFrom: (folder, name) => loaded(`${resolve(root, folder)}\0${name}`) };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
