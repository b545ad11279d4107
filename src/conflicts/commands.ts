import type { PackageChange } from "./finding.ts";
import type { PackageManager } from "./inventory.ts";

/** What decides how a change of packages is written as commands. */
export interface PackageTool {
  readonly manager: PackageManager;
  /** Whether the project's own package.json is that of a workspace: some refuse to change that one by mistake. */
  readonly workspace?: boolean;
  /** Whether it is yarn 1, which speaks another language than its successors. */
  readonly classic?: boolean;
}

/** A program with its arguments; nothing in it is meant for a shell. */
export type Command = readonly string[];

/** The commands, in their order, that make `change` when run in the folder of the project. */
export function commandsFor(
  change: PackageChange,
  { manager, workspace = false, classic }: PackageTool,
): readonly Command[] {
  const { folder = ".", remove = [], add = [], update = [], dev = false, dedupe = [] } = change;
  const dialect = dialects[manager === "yarn" && classic ? "classic" : manager];
  const isRoot = folder === ".." || folder.startsWith("../") || (workspace && folder === ".");
  const at = { folder, isRoot };
  return [
    ...(remove.length > 0 ? [dialect.remove(remove, at)] : []),
    ...(add.length > 0 ? [dialect.add(dev ? [...dialect.dev, ...add] : add, at)] : []),
    ...(update.length > 0 ? dialect.update(update) : []),
    ...(dedupe.length > 0 ? dialect.dedupe(dedupe) : []),
  ];
}

/** Commands as one types them. */
export function written(commands: readonly Command[]): string {
  return commands.map((command) => command.map(quoted).join(" ")).join(" && ");
}

/** A shell would take the `>` of a range for a file, and `*` for its files. */
function quoted(word: string): string {
  return /^[\w@%+=:,./^~-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The package.json that is to change. */
interface At {
  /** Relative to the project; "." for its own. */
  readonly folder: string;
  /** Whether it is that of a workspace. */
  readonly isRoot: boolean;
}

/** How one package manager says it. */
interface Dialect {
  readonly dev: readonly string[];
  remove(names: readonly string[], at: At): Command;
  add(names: readonly string[], at: At): Command;
  /** MUST reach packages that only others ask for, and MUST NOT write them into package.json. */
  update(names: readonly string[]): readonly Command[];
  dedupe(names: readonly string[]): readonly Command[];
}

const dialects: Readonly<Record<PackageManager | "classic", Dialect>> = {
  npm: {
    dev: ["-D"],
    remove: (names, at) => ["npm", "rm", ...names, ...npmPlace(at)],
    add: (names, at) => ["npm", "i", ...names, ...npmPlace(at)],
    update: (names) => [["npm", "update", ...names]],
    dedupe: () => [["npm", "dedupe"]],
  },
  pnpm: {
    dev: ["-D"],
    remove: (names, { folder, isRoot }) => [
      "pnpm",
      ...inFolder("-C", folder),
      "rm",
      ...names,
      ...(isRoot ? ["-w"] : []),
    ],
    add: (names, { folder, isRoot }) => ["pnpm", ...inFolder("-C", folder), "add", ...names, ...(isRoot ? ["-w"] : [])],
    update: (names) => [["pnpm", "update", "--depth", "Infinity", ...names]],
    dedupe: () => [["pnpm", "dedupe"]],
  },
  yarn: {
    dev: ["-D"],
    remove: (names, { folder }) => ["yarn", ...inFolder("--cwd", folder), "remove", ...names],
    add: (names, { folder }) => ["yarn", ...inFolder("--cwd", folder), "add", ...names],
    update: (names) => [["yarn", "up", "-R", ...names]],
    dedupe: (names) => [["yarn", "dedupe", ...names]],
  },
  classic: {
    dev: ["-D"],
    remove: (names, { folder, isRoot }) => [
      ...["yarn", ...inFolder("--cwd", folder), "remove", ...names],
      ...(isRoot ? ["-W"] : []),
    ],
    add: (names, { folder, isRoot }) => [
      ...["yarn", ...inFolder("--cwd", folder), "add", ...names],
      ...(isRoot ? ["-W"] : []),
    ],
    // Given names, it would pass over what only others ask for.
    update: () => [["yarn", "upgrade"]],
    // It has no verb for this: a package edits its lock file.
    dedupe: (names) => [
      ["npx", "-y", "yarn-deduplicate", "--packages", ...names],
      ["yarn", "install"],
    ],
  },
  bun: {
    dev: ["-d"],
    remove: (names, { folder }) => ["bun", "remove", ...names, ...inFolder("--cwd", folder)],
    add: (names, { folder }) => ["bun", "add", ...names, ...inFolder("--cwd", folder)],
    update: (names) => [["bun", "update", ...names]],
    // It has no verb for this either: updating takes the newest that fits everybody.
    dedupe: (names) => [["bun", "update", ...names]],
  },
};

function inFolder(flag: string, folder: string): readonly string[] {
  return folder === "." ? [] : [flag, folder];
}

function npmPlace({ folder, isRoot }: At): readonly string[] {
  return inFolder(isRoot ? "--prefix" : "-w", folder);
}
