import { mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { type Config, type OptionName, optionNames, options } from "../../src/config/options.ts";
import { findConflicts } from "../../src/conflicts/find.ts";
import type { Finding } from "../../src/conflicts/finding.ts";
import type { Inventory, Runtime } from "../../src/conflicts/inventory.ts";
import type { Project } from "../../src/conflicts/rule.ts";
import { takeInventory } from "../../src/conflicts/take-inventory.ts";
import { type TemporaryFolder, temporaryFolder } from "../_support/folder.ts";

/** The copies that come with the server: none of them has a fault that is known. */
const ownPackages = {
  "socket.io": "4.8.4",
  "engine.io": "6.6.12",
  "socket.io-adapter": "2.5.8",
  "socket.io-parser": "4.2.7",
  ws: "8.21.3",
  cookie: "0.7.2",
};

/** How a package manager lays out what it installs. */
export type Layout = (folder: string, project: Project) => Promise<{ readonly project: string }>;

/** Every layout that the rules must understand. */
export const layouts = {
  "npm, flat": async (folder, project) => {
    await writeFiles(folder, project);
    await writePackages(join(folder, "node_modules"), installedIn(project));
    return { project: folder };
  },
  "npm, nested": async (folder, project) => {
    await writeFiles(folder, project);
    const declared = declaredIn(project);
    const [first = ""] = declared;
    const packages = installedIn(project).map(([path, manifest]): Package => {
      const top = declared.includes(path) || path.includes("/node_modules/");
      return [top ? path : `${first}/node_modules/${path}`, manifest];
    });
    await writePackages(join(folder, "node_modules"), packages);
    return { project: folder };
  },
  pnpm: async (folder, project) => {
    await writeFiles(folder, project);
    await writeFile(join(folder, "pnpm-lock.yaml"), "lockfileVersion: '9.0'\n");
    await writeStore(join(folder, "node_modules"), project);
    return { project: folder };
  },
  "yarn, with node_modules": async (folder, project) => {
    await writeFiles(folder, project);
    await writeFile(join(folder, "yarn.lock"), "# yarn lockfile v1\n");
    await writeFile(join(folder, ".yarnrc.yml"), "nodeLinker: node-modules\n");
    await writePackages(join(folder, "node_modules"), installedIn(project));
    return { project: folder };
  },
  "a workspace": async (folder, project) => {
    const member = join(folder, "apps/server");
    await writeFiles(member, project);
    const { overrides } = (project.manifest ?? {}) as { overrides?: object };
    await write(join(folder, "package.json"), JSON.stringify({ name: "all", workspaces: ["apps/*"], overrides }));
    await writePackages(join(folder, "node_modules"), installedIn(project));
    return { project: member };
  },
  "node_modules by a link": async (folder, project) => {
    const own = join(folder, "project");
    await writeFiles(own, project);
    await writePackages(join(folder, "elsewhere/node_modules"), installedIn(project));
    await symlink("../elsewhere/node_modules", join(own, "node_modules"));
    return { project: own };
  },
} satisfies Record<string, Layout>;

/** A project on disk. */
export interface WrittenProject extends AsyncDisposable {
  readonly folder: string;
  /** A new inventory of it, each time. */
  inventory(runtime?: Runtime): Inventory;
  conflicts(): readonly Finding[];
}

/** Writes a project to disk. */
export async function writeProject(project: Project, layout: Layout = layouts["npm, flat"]): Promise<WrittenProject> {
  const temporary: TemporaryFolder = await temporaryFolder();
  const sioServeDir = join(temporary.path, "sio-serve");
  await writePackages(join(sioServeDir, "node_modules"), Object.entries(ownPackages).map(asPackage));
  const { project: folder } = await layout(join(temporary.path, "home"), project);
  const config = configOf(project, folder);
  const inventory = (runtime?: Runtime) =>
    takeInventory({ handlers: config.handlers, root: folder, config, sioServeDir, ...(runtime && { runtime }) });
  return {
    folder,
    inventory,
    conflicts: () => findConflicts(inventory()),
    [Symbol.asyncDispose]: () => temporary[Symbol.asyncDispose](),
  };
}

/** The ids of the conflicts of a project, each once. */
export function idsOf(findings: readonly Finding[]): readonly string[] {
  return [...new Set(findings.map(({ id }) => id))].sort();
}

type Package = readonly [path: string, manifest: object];

function configOf({ config = {} }: Project, folder: string): Config {
  const defaults = Object.fromEntries(optionNames.map((name: OptionName) => [name, options[name].default])) as Config;
  const paths = (["handlers", "static"] as const).filter((name) => config[name] !== undefined);
  return {
    ...defaults,
    ...config,
    ...Object.fromEntries(paths.map((name) => [name, join(folder, config[name] ?? "")])),
  };
}

function installedIn({ installed = {} }: Project): readonly Package[] {
  return Object.entries(installed).map(asPackage);
}

function asPackage([path, given]: readonly [string, string | { readonly version: string }]): Package {
  const name = path.split("node_modules/").at(-1);
  return [path, { name, ...(typeof given === "string" ? { version: given } : given) }];
}

function declaredIn({ manifest }: Project): readonly string[] {
  const { dependencies = {}, devDependencies = {} } = (manifest ?? {}) as Record<string, object | undefined>;
  return Object.keys({ ...dependencies, ...devDependencies });
}

async function writeFiles(folder: string, { manifest = {}, files = {} }: Project): Promise<void> {
  await write(join(folder, "package.json"), JSON.stringify({ name: "project", ...manifest }));
  for (const [path, text] of Object.entries(files)) await write(join(folder, path), text);
}

async function writePackages(modulesFolder: string, packages: readonly Package[]): Promise<void> {
  await mkdir(modulesFolder, { recursive: true });
  for (const [path, manifest] of packages)
    await write(join(modulesFolder, path, "package.json"), JSON.stringify(manifest));
}

/** As pnpm does: each package in the store, what it asks for beside it by links, and links for the project. */
async function writeStore(modulesFolder: string, project: Project): Promise<void> {
  const nested = "/node_modules/";
  const packages = installedIn(project);
  const top = packages.filter(([path]) => !path.includes(nested));
  const nameOf = ([path]: Package) => path.split(nested).at(-1) ?? path;
  const placeOf = (own: Package) => {
    const { version } = own[1] as { readonly version: string };
    return join(modulesFolder, ".pnpm", `${nameOf(own).replace("/", "+")}@${version}`, "node_modules");
  };
  for (const own of packages) {
    await writePackages(placeOf(own), [[nameOf(own), own[1]]]);
    const besides = packages.filter(([path]) => path.startsWith(`${own[0]}${nested}`));
    for (const other of [...besides, ...top]) {
      await link(join(placeOf(own), nameOf(other)), join(placeOf(other), nameOf(other)));
    }
  }
  for (const own of top.filter(([path]) => declaredIn(project).includes(path))) {
    await link(join(modulesFolder, own[0]), join(placeOf(own), own[0]));
  }
}

async function link(path: string, target: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await symlink(relative(dirname(path), target), path).catch((error) => {
    if (error.code !== "EEXIST") throw error;
  });
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}
