import type { UserFrame } from "./explain.ts";
import type { Namespace } from "./namespace.ts";
import type { Fallback } from "./resolve.ts";

/** One evaluation of one of the user's files: an object of its own for each. */
export interface ModuleVersion {
  /** The real path. */
  readonly file: string;
  /** Neither evaluated beside what is in force, nor replaced. */
  readonly inForce: boolean;
}

/** What `import` and `require` of a specifier give to a module, or `undefined` if the program does not provide it. */
export type Provide = (specifier: string, importer: ModuleVersion) => object | undefined;

/** The timers that modules see as globals. */
export type Timers = Pick<typeof globalThis, "setTimeout" | "setInterval" | "setImmediate">;

/** What a module graph needs to know about the program around it. */
export interface ModuleGraphOptions {
  /** The folder that messages name files relative to. */
  readonly root: string;
  /** Modules that the program itself provides: by specifier, or a function that gives each importer its own. */
  readonly provided: Readonly<Record<string, object>> | Provide;
  /** Default: those of Node. */
  readonly timers?: Timers;
  /** Called to evaluate a module: MUST call `code` and return what that returns. */
  readonly around?: <T>(module: ModuleVersion, code: () => T) => T;
  /** Packages that the program brings along for projects that have not installed them. */
  readonly fallback: Fallback;
}

/** The user's modules: what is in force, and the way to a newer version of it. */
export interface ModuleGraph {
  /**
   * Evaluates files and what they import, beside what is in force; nothing in force changes until `commit()`.
   * One load at a time: wait for one, and commit it or let it go, before starting the next.
   *
   * @param entries Absolute paths.
   * @param changed Files that were written, added or deleted. Only these and what depends on them are evaluated again;
   *   what earlier loads were told and did not commit is remembered. Left out, everything is evaluated again.
   * @param enter Called with each entry just before it and what it imports are evaluated.
   * @throws SioError `input` if an entry does not exist, `handlers` if anything does not compile, link or evaluate, or awaits for more
   *   than 5 s.
   */
  load(entries: readonly string[], changed?: Iterable<string>, enter?: (entry: string) => void): Promise<LoadedModules>;
  /** The modules in force that a load after these changes would evaluate again, or do without; all of them if left out. */
  stale(changed?: Iterable<string>): readonly ModuleVersion[];
  /**
   * Real paths of everything that the modules in force were made from, JSON and tsconfig files included, and of what
   * the last load read if it failed: the files to watch.
   */
  files(): ReadonlySet<string>;
  /** Where in a user's file an error was thrown; undefined if none of its stack is the user's. */
  userFrame(error: unknown): UserFrame | undefined;
  /** Gives back what the graph changed in this process (stack traces). May be called twice. */
  close(): void;
}

/** A version of the user's modules that has been evaluated and is not in force yet. */
export interface LoadedModules {
  /** What the entries export, in their order. */
  readonly namespaces: readonly Readonly<Namespace>[];
  /** Every module of this version, those that stay included; what a module imports comes before it. */
  readonly modules: readonly ModuleVersion[];
  /** The entries among them, in their order. */
  readonly entries: readonly ModuleVersion[];
  /** Files that this load evaluated. */
  readonly evaluated: readonly string[];
  /** Everything that this version was made from. */
  readonly files: ReadonlySet<string>;
  /** Puts this version in force. */
  commit(): void;
}
