import type { CommonJsScope, ModuleScope, ModuleSteps } from "./program.ts";
import type { ModuleCode } from "./runner.ts";
import { compileScript } from "./script.ts";

const moduleNames = [
  "__vite_ssr_exports__",
  "__sio_import__",
  "__vite_ssr_dynamic_import__",
  "__vite_ssr_import_meta__",
  "babelHelpers",
  "setTimeout",
  "setInterval",
  "setImmediate",
] as const satisfies readonly (keyof ModuleScope)[];

const commonJsNames = [
  "module",
  "require",
  "__filename",
  "__dirname",
] as const satisfies readonly (keyof CommonJsScope)[];

/** How the code of a module becomes a function. */
export interface ModuleScriptOptions {
  /** A URL for stack traces and debuggers. */
  readonly name: string;
  /** Whether `module`, `require`, `__filename` and `__dirname` are there, too. */
  readonly commonJsScope: boolean;
  readonly sourceMapComment: string;
}

/** A compiled module. */
export interface ModuleScript {
  /** Starts the module: gives its code a scope and returns its steps, none of them taken. */
  readonly begin: (scope: ModuleScope & CommonJsScope) => ModuleSteps;
  /** By how many columns its first line has moved. */
  readonly shift: number;
}

/**
 * Compiles module code to a generator function that pauses between binding and evaluating.
 * @throws SyntaxError of the engine if it does not know the syntax.
 */
export function compileModuleScript(module: ModuleCode, options: ModuleScriptOptions): ModuleScript {
  const { code, end, imports } = module;
  const { commonJsScope, ...named } = options;
  const parameters = commonJsScope ? [...moduleNames, ...commonJsNames] : moduleNames;
  const bindings = imports.map(({ variable }, index) => `${variable} = __sio_import__(${index});`).join(" ");
  const declaration = imports.length > 0 ? `let ${imports.map(({ variable }) => variable).join(", ")};` : "";
  const generator = module.awaits ? "async function*" : "function*";
  const { call, shift } = compileScript({
    ...named,
    parameters,
    // The generator is a scope of its own: a module may declare its own `require` or `__dirname`.
    head: `"use strict"; return ${generator} () { ${declaration} ${bindings} `,
    // Bound twice: local modules are there before the pause, packages only when they have been evaluated.
    code: `${code.slice(0, end)} yield; ${bindings}${code.slice(end)}`,
    tail: "}",
  });
  const outer = call as (...scope: unknown[]) => () => ModuleSteps;
  return { begin: (scope) => outer(...parameters.map((key) => scope[key])).call(undefined), shift };
}
