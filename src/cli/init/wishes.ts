import type { ManagerName } from "./managers.ts";

/** What the command line said; what it left out is absent. */
export interface InitFlags {
  readonly template?: string;
  readonly js?: boolean;
  readonly name?: string;
  readonly pm?: ManagerName;
  readonly install?: boolean | undefined;
  readonly git?: boolean;
  readonly merge?: boolean;
  readonly force?: boolean;
  readonly yes?: boolean;
}

/** Everything that decides what `sio init` makes. */
export interface Wishes {
  /** Absolute path of the project's folder. */
  readonly folder: string;
  /** The name in its package.json. */
  readonly name: string;
  readonly template: string;
  readonly language: Language;
  readonly manager: ManagerName;
  /** Whether to install its packages. */
  readonly install: boolean;
  /** Whether to make it a Git repository. */
  readonly git: boolean;
}

/** What a template's code is written in. */
export type Language = "ts" | "js";
