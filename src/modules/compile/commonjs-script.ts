import { compileFunction } from "node:vm";
import { lazy } from "../lazy.ts";
import type { CommonJsModuleScope } from "./program.ts";

const names = [
  "exports",
  "require",
  "module",
  "__filename",
  "__dirname",
  "$mport",
  "babelHelpers",
] as const satisfies readonly (keyof CommonJsModuleScope)[];

/**
 * Compiles CommonJS code to the function that Node would make of it.
 * @throws SyntaxError of the engine if it does not know the syntax.
 */
export function compileCommonJsScript(code: string, name: string): (scope: CommonJsModuleScope) => void {
  const run = compileFunction(redirectDynamicImports(code), [...names], { filename: name });
  return (scope) =>
    run.apply(
      scope.exports,
      names.map((key) => scope[key]),
    );
}

/** Lets `import()` go through the module graph, like `require()`. */
function redirectDynamicImports(code: string): string {
  if (!/\bimport\b/.test(code)) return code;
  const { initSync, parse } = lazy.lexer();
  initSync();
  const isDynamic = (position: number) => position >= 0;
  return parse(code)[0]
    .filter(({ d }) => isDynamic(d))
    .reduce((text, { ss }) => `${text.slice(0, ss)}$mport${text.slice(ss + "import".length)}`, code);
}
