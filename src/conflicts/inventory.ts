import type { Config } from "../config/options.ts";

/** The package managers whose commands and layouts are known. */
export const packageManagers = ["npm", "pnpm", "yarn", "bun"] as const;

/** One of the known package managers. */
export type PackageManager = (typeof packageManagers)[number];

/** A copy of a package on disk. */
export interface Installed {
  readonly name: string;
  readonly version: string;
  /** The real folder; two paths to one copy are one copy. */
  readonly folder: string;
  /** The folder as it was found, relative to the project. @example "node_modules/nest/node_modules/socket.io" */
  readonly path: string;
  /** Its package.json. */
  readonly manifest: Manifest;
  /** Who asks for it: "package.json dependencies", "@nestjs/platform-socket.io". */
  readonly requiredBy: readonly string[];
}

/** A package.json, as far as it matters; what has another type than it should is left out. */
export interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** A name in some package.json of the project. */
export interface Declared {
  readonly range: string;
  /** Relative to the project, with the field. @example "package.json dependencies" */
  readonly where: string;
  /** The folder of that package.json, relative to the project; "." for the project itself. */
  readonly folder: string;
}

/** A file of the project that is read as text. */
export interface SourceText {
  /** Relative to the project. */
  readonly path: string;
  readonly text: string;
}

/** What runs the server. */
export interface Runtime {
  readonly platform: string;
  readonly arch: string;
  /** The version of Node's binary interface. @example "115" */
  readonly modules: string;
  readonly bun: boolean;
}

/** What a project has, asked for by name; looked up at the first question and remembered. `takeInventory` makes it. */
export interface Inventory {
  /** The folder of the nearest package.json above the handlers file, or the folder of that file. */
  readonly root: string;
  readonly packageManager: PackageManager;
  readonly config: Config;
  readonly runtime: Runtime;
  /** Every copy of a package on disk, the one that the handlers would import first. */
  installed(name: string): readonly Installed[];
  /** The copy that the handlers, or code in the folder of `from`, would import. */
  loaded(name: string, from?: { readonly folder: string }): Installed | undefined;
  /** The copy that this server runs on: the project's if its major fits, else the one that came with sio-serve. */
  serving(name: string): Installed | undefined;
  /** The names of what lies in a folder of a copy, or in the copy itself; none where there is no such folder. */
  filesOf(copy: Installed, folder?: string): readonly string[];
  /** Where the package.json files of the project, its workspace root and the other members name it. */
  declared(name: string): readonly Declared[];
  /** Versions that the project forces: npm's overrides, yarn's resolutions, pnpm's overrides. */
  forced(name: string): readonly Declared[];
  /** The handlers file and what it imports by a relative path, never a package. */
  readonly handlers: readonly SourceText[];
  /** The HTML and JavaScript that `--static` serves. */
  readonly pages: readonly SourceText[];
  /** What could not be read, one sentence each. */
  readonly unread: readonly string[];
}
