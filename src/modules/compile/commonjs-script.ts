import { lazy } from "../lazy.ts";
import type { CommonJsModuleScope } from "./program.ts";
import { compileScript, type ScriptText } from "./script.ts";

const parameters = [
  "exports",
  "require",
  "module",
  "__filename",
  "__dirname",
  "$mport",
  "babelHelpers",
] as const satisfies readonly (keyof CommonJsModuleScope)[];

/** Around the file's own function, because a file may declare names like theirs. */
const outerParameters = [
  "setTimeout",
  "setInterval",
  "setImmediate",
] as const satisfies readonly (keyof CommonJsModuleScope)[];

/** A compiled CommonJS file. */
export interface CommonJsScript {
  readonly run: (scope: CommonJsModuleScope) => void;
  /** By how many columns its first line has moved. */
  readonly shift: number;
}

/**
 * Compiles CommonJS code to the function that Node would make of it.
 * @throws SyntaxError of the engine if it does not know the syntax.
 */
export function compileCommonJsScript(
  code: string,
  named: Pick<ScriptText, "name" | "sourceMapComment">,
): CommonJsScript {
  const { call, shift } = compileScript({
    ...named,
    parameters: outerParameters,
    head: `return function (${parameters.join(", ")}) { `,
    code: redirectDynamicImports(code),
    tail: "}",
  });
  const outer = call as (...timers: unknown[]) => (...scope: unknown[]) => void;
  return {
    run(scope) {
      const inner = outer(...outerParameters.map((key) => scope[key]));
      inner.apply(
        scope.exports,
        parameters.map((key) => scope[key]),
      );
    },
    shift,
  };
}

/** Lets `import()` go through the module graph, like `require()`. */
function redirectDynamicImports(code: string): string {
  if (!/\bimport\b/.test(code)) return code;
  const { initSync, parse } = lazy.lexer();
  initSync();
  // The lexer's `d` is where the parentheses of a dynamic import open; for anything else it is negative.
  return parse(code)[0]
    .filter(({ d }) => d >= 0)
    .reduce((text, { ss }) => `${text.slice(0, ss)}$mport${text.slice(ss + "import".length)}`, code);
}
