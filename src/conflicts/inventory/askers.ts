import { join } from "node:path";
import type { Declared, Installed } from "../inventory.ts";
import type { Copies } from "./copies.ts";
import { type Files, modulesFoldersFor } from "./files.ts";
import type { Askers } from "./lock-files.ts";
import { dependencyFields, manifestOf } from "./manifest.ts";
import { packageNames } from "./modules-folders.ts";

/** More packages than this are not read to know what they ask for. */
const mostPackages = 2_000;

/** What is asked about the packages of a project. */
export interface Asked {
  /** The folder of the project. */
  readonly root: string;
  readonly copies: Copies;
  readonly files: Files;
  declared(name: string): readonly Declared[];
  /** By the lock file; read at the first question. */
  readonly lock: Askers;
}

/** Who asks for a copy: package.json files of the project, and packages by the lock file, or where that knows none, by what they say. */
export function askersOf(copy: Installed, { root, copies, files, declared, lock }: Asked): readonly string[] {
  const own = declared(copy.name)
    .filter(({ folder }) => copies.loadedFrom(folder, copy.name) === copy)
    .map(({ where }) => where);
  const locked = lock(copy.name, copy.version);
  if (own.length + locked.length > 0) return [...own, ...locked];
  return modulesFoldersFor(root).flatMap((folder) =>
    packageNames(folder, files)
      .slice(0, mostPackages)
      .filter((name) => asksFor(copy, join(folder, name), { copies, files })),
  );
}

function asksFor(
  { name, folder }: Installed,
  asker: string,
  { copies, files }: Pick<Asked, "copies" | "files">,
): boolean {
  const json = files.json(join(asker, "package.json"));
  if (!json) return false;
  const manifest = manifestOf(json);
  const named = dependencyFields.some((field) => field !== "devDependencies" && manifest[field]?.[name] !== undefined);
  return named && copies.loadedFrom(files.real(asker) ?? asker, name)?.folder === folder;
}
