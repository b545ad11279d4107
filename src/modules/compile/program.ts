import type { Positions } from "../positions.ts";
import type { ImportStatement } from "./prologue.ts";

/** What an ES module's code can reach besides globals and its imports. */
export interface ModuleScope {
  readonly __vite_ssr_exports__: object;
  /** The namespace that the module's nth import statement asked for. */
  readonly __sio_import__: (index: number) => object;
  readonly __vite_ssr_dynamic_import__: (specifier: unknown) => Promise<object>;
  readonly __vite_ssr_import_meta__: object;
  readonly babelHelpers: object;
}

/** What CommonJS code can reach; older TypeScript projects expect some of it in ES modules, too. */
export interface CommonJsScope {
  readonly require: (specifier: string) => unknown;
  readonly __filename: string;
  readonly __dirname: string;
}

/** The parameters of a CommonJS file's function. */
export interface CommonJsModuleScope extends CommonJsScope {
  readonly exports: unknown;
  readonly module: object;
  /** Stands for `import`, and has as many letters so that no column moves. */
  readonly $mport: (specifier: unknown) => Promise<object>;
  readonly babelHelpers: object;
}

/**
 * An ES module in two steps. The first `next()` defines its exports and binds its imports, so that cycles and hoisted
 * functions work before anything is evaluated; the second runs the user's statements.
 */
export type ModuleSteps = Generator<undefined, void> | AsyncGenerator<undefined, void>;

/** A compiled file. */
export type Program =
  | {
      readonly kind: "module";
      readonly imports: readonly ImportStatement[];
      /** Whether it awaits outside functions. */
      readonly awaits: boolean;
      readonly begin: (scope: ModuleScope & CommonJsScope) => ModuleSteps;
      readonly positions: Positions;
    }
  | { readonly kind: "commonjs"; readonly run: (scope: CommonJsModuleScope) => void; readonly positions: Positions }
  | { readonly kind: "json"; readonly value: unknown };
