import type { Config } from "../../config/options.ts";
import type { Origin } from "../../config/resolve.ts";
import type { Finding } from "../finding.ts";
import type { Inventory } from "../inventory.ts";

/** What a check may ask. */
export interface Machine {
  readonly config: Config;
  readonly origin: Origin;
  readonly inventory: Inventory;
  /** The environment that the handlers see. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /**
   * Imports a package, as the project would, in a process of its own. Resolves with the first line of what it threw, `undefined` if it
   * loads. MUST NOT reject.
   */
  readonly tryImport: (name: string) => Promise<string | undefined>;
}

/** Something about the machine that whoever looks for a mistake wants to know. */
export interface Fact {
  /** One or two words. */
  readonly name: string;
  /** As one line. */
  readonly value: string;
  /** What is wrong with it. */
  readonly finding?: Omit<Finding, "id"> | undefined;
}

/** Looks at one side of the machine. */
export interface EnvironmentCheck {
  /** The id of what it finds. It stays the same for ever. */
  readonly id: string;
  /** What it finds, for the list of rules in the documentation. */
  readonly about: string;
  look(machine: Machine): Fact | Promise<Fact>;
}
