import { type Ask, askersIn } from "./ask.ts";

/** package-lock.json and npm-shrinkwrap.json: `packages` by path since npm 7, a tree of `dependencies` before. */
export function readNpmLock(text: string): (name: string, version: string) => readonly string[] {
  const lock = JSON.parse(text) as Lock;
  return askersIn(asksIn(lock.packages ?? flatten(lock)));
}

interface Lock {
  readonly packages?: Packages;
  readonly dependencies?: Readonly<Record<string, OldEntry>>;
}

/** By path: "node_modules/a/node_modules/b". */
type Packages = Readonly<Record<string, Entry>>;

interface Entry {
  readonly version?: string;
  /** The path of the member of the workspace that stands here by a symbolic link. */
  readonly resolved?: string;
  readonly link?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

interface OldEntry {
  readonly version?: string;
  readonly requires?: Readonly<Record<string, string>> | boolean;
  readonly dependencies?: Readonly<Record<string, OldEntry>>;
}

function* asksIn(packages: Packages): Generator<Ask> {
  for (const [path, { dependencies, optionalDependencies, peerDependencies }] of Object.entries(packages)) {
    // The project and the members of its workspace have package.json files of their own, which say more.
    const by = path.split("node_modules/").at(-1);
    if (!path.includes("node_modules/") || by === undefined) continue;
    for (const name of Object.keys({ ...peerDependencies, ...optionalDependencies, ...dependencies })) {
      const version = given(packages, path, name);
      if (version !== undefined) yield { by, name, version };
    }
  }
}

/** As Node looks for it: below the package, then beside it, then further up. */
function given(packages: Packages, path: string, name: string): string | undefined {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("node_modules/") - 1))) {
    const found = packages[`${folder === "" ? "" : `${folder}/`}node_modules/${name}`];
    if (found) return found.link ? packages[found.resolved ?? ""]?.version : found.version;
    if (folder === "") return undefined;
  }
}

/** The tree of old, as paths. */
function flatten({ dependencies = {} }: Pick<Lock, "dependencies">, folder = ""): Packages {
  const packages: Record<string, Entry> = {};
  for (const [name, { version, requires, dependencies: nested }] of Object.entries(dependencies)) {
    const path = `${folder}node_modules/${name}`;
    packages[path] = {
      ...(version !== undefined && { version }),
      ...(typeof requires === "object" && { dependencies: requires }),
    };
    Object.assign(packages, flatten(nested === undefined ? {} : { dependencies: nested }, `${path}/`));
  }
  return packages;
}
