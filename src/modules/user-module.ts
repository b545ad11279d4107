import type { Program } from "./compile/program.ts";
import type { ImportStatement } from "./compile/prologue.ts";
import type { ModuleVersion, Timers } from "./contract.ts";
import type { External } from "./external.ts";
import { createNamespace, type Namespace } from "./namespace.ts";

/** A static import and the module it leads to. */
export interface Link {
  readonly statement: ImportStatement;
  readonly target: UserModule | External;
}

/** What a module may ask of the modules around it. */
export interface Surroundings {
  /** `import(specifier)` */
  import(specifier: string, from: UserModule): Promise<Namespace>;
  /** `require(specifier)` */
  require(specifier: string, from: UserModule): unknown;
  /** Whether what is evaluated here serves. */
  readonly inForce: boolean;
  /** What takes the place of the global timers. */
  readonly timers: Timers;
  /** `import.meta.resolve` and `require.resolve`: a URL, a path, or the name of a built-in module. */
  locate(specifier: string, from: UserModule, manner: "import" | "require"): string;
}

/** Anything before `evaluated` may still turn to `failed`. */
export type ModuleState = "linking" | "linked" | "evaluating" | "evaluated" | "failed";

/**
 * One of the user's files, evaluated at most once. When it changes, or something that it imports, a new one takes its
 * place.
 */
export class UserModule implements ModuleVersion {
  readonly kind = "user";
  /** The real path. */
  readonly file: string;
  /** Other files that its code depends on without importing them: tsconfig.json and what that extends. */
  readonly settings: readonly string[];
  readonly namespace: Namespace = createNamespace();
  /** User's files that it has imported or required so far, in any way. */
  readonly dependencies = new Set<string>();
  /** Modules that export everything this one does (`export * from`), kept only until it has been evaluated. */
  readonly starredBy = new Set<UserModule>();
  program: Program | undefined;
  links: readonly Link[] = [];
  surroundings: Surroundings;
  state: ModuleState = "linking";
  /** What it failed with, once `state` is `failed`. */
  error: unknown;
  /** Settles when an evaluation that awaits something ends. */
  pending: Promise<void> | undefined;
  /** What `require` gives at this moment; for an ES module that is its namespace. */
  exported: () => unknown = () => this.namespace;
  /** The user's statements, ready to run once everything they import has. */
  run: () => undefined | Promise<void> = () => undefined;

  constructor(file: string, settings: readonly string[], surroundings: Surroundings) {
    this.file = file;
    this.settings = settings;
    this.surroundings = surroundings;
  }

  get inForce(): boolean {
    return this.surroundings.inForce;
  }
}
