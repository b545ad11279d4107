import type { PackageManager } from "../inventory.ts";
import { readBunLock } from "./locks/bun.ts";
import { readNpmLock } from "./locks/npm.ts";
import { readPnpmLock } from "./locks/pnpm.ts";
import { readYarnLock } from "./locks/yarn.ts";

/** Says which packages ask for a version of a package, of those that a lock file knows. */
export type Askers = (name: string, version: string) => readonly string[];

/** A file in which a package manager keeps what it has chosen. */
export interface LockFile {
  readonly file: string;
  readonly manager: PackageManager;
  /** Reads it; throws if it is broken. Absent for what only that package manager can read. */
  readonly read?: (text: string) => Askers;
}

/** Every lock file there is. Where there are several, as after a change of package manager, the first counts. */
export const lockFiles: readonly LockFile[] = [
  { file: "pnpm-lock.yaml", manager: "pnpm", read: readPnpmLock },
  { file: "bun.lock", manager: "bun", read: readBunLock },
  { file: "bun.lockb", manager: "bun" },
  { file: "yarn.lock", manager: "yarn", read: readYarnLock },
  { file: "package-lock.json", manager: "npm", read: readNpmLock },
  { file: "npm-shrinkwrap.json", manager: "npm", read: readNpmLock },
];
