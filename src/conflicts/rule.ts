import type { Config } from "../config/options.ts";
import type { Level } from "../lib/finding.ts";
import type { Finding } from "./finding.ts";
import type { Inventory } from "./inventory.ts";

/** Looks for one conflict. Pure over the inventory. */
export interface Rule {
  /** Stays the same for ever: people write it into `doctor.ignore`. */
  readonly id: string;
  /** What it looks for, for the list of rules in the documentation. */
  readonly about: string;
  /** How bad it can be, worst first, for the same list. */
  readonly levels: readonly Level[];
  readonly find: (inventory: Inventory) => readonly Omit<Finding, "id">[];
  /** A project that has this conflict and no other but those in `alongside`. */
  readonly example: Project;
  /** The rules that whatever breaks this one breaks too. */
  readonly alongside?: readonly string[];
  /** A project that looks like it and is right. */
  readonly nearMiss: Project;
}

/** A project in few words, as a test writes it to disk: every name is a folder below `node_modules`. */
export interface Project {
  /** The project's own package.json. */
  readonly manifest?: object;
  /** package.json files below node_modules: the path of a package ("a/node_modules/b"), and its version or more fields. */
  readonly installed?: Readonly<
    Record<string, string | { readonly version: string; readonly [field: string]: unknown }>
  >;
  /** Other files, by their path in the project. */
  readonly files?: Readonly<Record<string, string>>;
  readonly config?: Partial<Config>;
}
