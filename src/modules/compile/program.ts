import type { Timers } from "../contract.ts";
import type { Positions } from "../positions.ts";
import type { ImportStatement } from "./prologue.ts";

/** What an ES module's code can reach besides globals and its imports. */
export interface ModuleScope extends Timers {
  readonly __vite_ssr_exports__: object;
  /** The namespace that the module's nth import statement asked for. */
  readonly __sio_import__: (index: number) => object;
  readonly __vite_ssr_dynamic_import__: (specifier: unknown) => Promise<object>;
  readonly __vite_ssr_import_meta__: object;
  readonly babelHelpers: object;
}

/** What CommonJS code can reach and TypeScript projects that are compiled to CommonJS expect in ES modules, too. */
export interface CommonJsScope {
  readonly module: object;
  readonly require: (specifier: string) => unknown;
  readonly __filename: string;
  readonly __dirname: string;
}

/** The parameters of a CommonJS file's function. */
export interface CommonJsModuleScope extends CommonJsScope, Timers {
  readonly exports: unknown;
  /** Stands for `import`, and has as many letters so that no column moves. */
  readonly $mport: (specifier: unknown) => Promise<object>;
  readonly babelHelpers: object;
}

/**
 * An ES module in two steps. The first `next()` defines its exports and binds its imports, so that cycles and hoisted
 * functions work before anything is evaluated; the second runs the user's statements.
 */
export type ModuleSteps = Generator<undefined, void> | AsyncGenerator<undefined, void>;

/** What there is to say about compiled code. */
interface Compiled {
  /** The URL that stands for the user's file in raw stack traces; another one for each version of the file. */
  readonly name: string;
  readonly positions: Positions;
}

/** An ES module that has been compiled. */
export interface ModuleProgram extends Compiled {
  readonly kind: "module";
  readonly imports: readonly ImportStatement[];
  /** Whether it awaits outside functions. */
  readonly awaits: boolean;
  readonly begin: (scope: ModuleScope & CommonJsScope) => ModuleSteps;
}

/** A CommonJS file that has been compiled. */
export interface CommonJsProgram extends Compiled {
  readonly kind: "commonjs";
  readonly run: (scope: CommonJsModuleScope) => void;
}

/** A JSON file that has been parsed. */
export interface JsonProgram {
  readonly kind: "json";
  readonly value: unknown;
}

/** A file that is ready to be evaluated, any number of times. */
export type Program = ModuleProgram | CommonJsProgram | JsonProgram;
