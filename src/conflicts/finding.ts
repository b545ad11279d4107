import type { Found } from "../lib/finding.ts";

/** A conflict that was found in this project: its rule is the one that `doctor.ignore` names, and its places are paths relative to the project. */
export type Finding = Found<Fix>;

/** One way to mend a conflict. */
export interface Fix {
  /** What to do in words, where a change of packages does not say it all. */
  readonly say?: string;
  /** Which packages to change; shown as a command of the project's package manager. */
  readonly change?: PackageChange;
  /** Whether `sio doctor --fix` may do it: it touches nothing but packages, and code that works goes on working. */
  readonly safe?: boolean;
}

/** A change of what is installed, for any package manager. */
export interface PackageChange {
  /** The folder whose package.json changes, relative to the project; absent for the project itself. */
  readonly folder?: string;
  readonly remove?: readonly string[];
  /** With ranges. @example ["socket.io-client@4"] */
  readonly add?: readonly string[];
  /** What others ask for, to be brought to the newest version that their ranges allow. */
  readonly update?: readonly string[];
  /** Whether what is added is needed for development only. */
  readonly dev?: boolean;
  /** Whether to fold the copies of these packages into one. */
  readonly dedupe?: readonly string[];
}
