import { join } from "node:path";
import type { PackageManager } from "../inventory.ts";
import type { Files, Note } from "./files.ts";
import { type Askers, lockFiles } from "./lock-files.ts";

/** A lock file larger than this is not read: it would take seconds. */
const largestBytes = 20_000_000;

/** Who asks for what by the first lock file in `folders`; nobody where there is none that can be read, which is noted. */
export function readLock(folders: readonly string[], files: Files, note: Note): Askers {
  const nobody: Askers = () => [];
  const [found] = foundIn(folders, files);
  if (!found) return nobody;
  const { file, read, path } = found;
  if (!read) {
    note(`${file} cannot be read without its package manager, so that who asks for a package is not shown.`);
    return nobody;
  }
  const bytes = files.sizeBytes(path);
  if (bytes > largestBytes) {
    note(
      `${file} is too large to be read (${Math.round(bytes / 1e6)} MB), so that who asks for a package is not shown.`,
    );
    return nobody;
  }
  try {
    return read(files.text(path) ?? "");
  } catch {
    note(`${file} is broken, so that who asks for a package is not shown.`);
    return nobody;
  }
}

/** The package manager of a project, by its lock file or by what it has left in node_modules; npm if nothing tells. */
export function packageManagerIn(folders: readonly string[], files: Files): PackageManager {
  const [lock] = foundIn(folders, files);
  if (lock) return lock.manager;
  const trace = traces.find(({ path }) => folders.some((folder) => files.has(join(folder, path))));
  return trace?.manager ?? "npm";
}

const traces: readonly { readonly path: string; readonly manager: PackageManager }[] = [
  { path: "pnpm-workspace.yaml", manager: "pnpm" },
  { path: "node_modules/.pnpm", manager: "pnpm" },
  { path: ".yarnrc.yml", manager: "yarn" },
  { path: "node_modules/.yarn-state.yml", manager: "yarn" },
  { path: "node_modules/.yarn-integrity", manager: "yarn" },
  { path: "node_modules/.bun", manager: "bun" },
];

function foundIn(folders: readonly string[], files: Files) {
  return folders.flatMap((folder) =>
    lockFiles.map((lock) => ({ ...lock, path: join(folder, lock.file) })).filter(({ path }) => files.has(path)),
  );
}
