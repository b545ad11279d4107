import { Script } from "node:vm";
import type { CommonJsScope, ModuleScope, ModuleSteps } from "./program.ts";
import type { ModuleCode } from "./runner.ts";

const moduleNames = [
  "__vite_ssr_exports__",
  "__sio_import__",
  "__vite_ssr_dynamic_import__",
  "__vite_ssr_import_meta__",
  "babelHelpers",
] as const satisfies readonly (keyof ModuleScope)[];

const commonJsNames = ["require", "__filename", "__dirname"] as const satisfies readonly (keyof CommonJsScope)[];

/** How the code of a module becomes a function. */
export interface ModuleScriptOptions {
  /** The file name in stack traces. */
  readonly name: string;
  /** Whether `require`, `__filename` and `__dirname` are there, too. */
  readonly commonJsScope: boolean;
  /** A comment that leads a debugger to the user's text, or nothing. */
  readonly sourceMapComment: string;
}

/** Starts a module: gives its code a scope and returns its steps, none of them taken. */
export type BeginModule = (scope: ModuleScope & CommonJsScope) => ModuleSteps;

/**
 * Compiles module code to a generator function that pauses between binding and evaluating.
 * @throws SyntaxError of the engine if it does not know the syntax.
 */
export function compileModuleScript(module: ModuleCode, options: ModuleScriptOptions): BeginModule {
  const { code, end, imports } = module;
  const { name, commonJsScope, sourceMapComment } = options;
  const names = commonJsScope ? [...moduleNames, ...commonJsNames] : moduleNames;
  const bindings = imports.map(({ variable }, index) => `${variable} = __sio_import__(${index});`).join(" ");
  const declaration = imports.length > 0 ? `let ${imports.map(({ variable }) => variable).join(", ")};` : "";
  // Bound twice: local modules are there before the pause, packages only when they have been evaluated.
  const body = `${code.slice(0, end)} yield; ${bindings}${code.slice(end)}`;
  const generator = module.awaits ? "async function*" : "function*";
  // The parameters are in a scope of their own: a module may declare its own `require` or `__dirname`.
  const head = `(function (${names.join(", ")}) { "use strict"; return ${generator} () { ${declaration} ${bindings}`;
  const script = new Script(`${head}\n${body}\n} })${sourceMapComment}`, { filename: name, lineOffset: -1 });
  const outer = script.runInThisContext() as (...scope: unknown[]) => () => ModuleSteps;
  return (scope) => outer(...names.map((key) => scope[key])).call(undefined);
}
