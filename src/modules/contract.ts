import type { UserFrame } from "./explain.ts";
import type { Namespace } from "./namespace.ts";
import type { Fallback } from "./resolve.ts";

/** What a module graph needs to know about the program around it. */
export interface ModuleGraphOptions {
  /** The folder that messages name files relative to. */
  readonly root: string;
  /** Modules that the program itself provides, by specifier: every `import` and `require` of one gives this object. */
  readonly provided: Readonly<Record<string, object>>;
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
   * @throws SioError `input` if an entry does not exist, `handlers` if anything does not compile, link or evaluate.
   */
  load(entries: readonly string[], changed?: Iterable<string>, enter?: (entry: string) => void): Promise<LoadedModules>;
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
  /** Files that this load evaluated. */
  readonly evaluated: readonly string[];
  /** Everything that this version was made from. */
  readonly files: ReadonlySet<string>;
  /** Puts this version in force. */
  commit(): void;
}
