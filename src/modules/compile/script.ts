/** Code around the user's that becomes one function, and how it is seen from outside. */
export interface ScriptText {
  /** The names of the function's parameters. */
  readonly parameters: readonly string[];
  /** Text before the code, on its first line so that no line moves. */
  readonly head: string;
  readonly code: string;
  /** Text after the code. */
  readonly tail: string;
  /** A URL for stack traces and debuggers. */
  readonly name?: string;
  /** A comment that leads a debugger to the user's text, or nothing. */
  readonly sourceMapComment?: string;
}

/** A compiled function, and by how many columns its first line has moved. */
export interface CompiledScript {
  readonly call: (...scope: unknown[]) => unknown;
  readonly shift: number;
}

/**
 * Compiles a function that sees nothing but its parameters and globals.
 *
 * It is an indirect `eval`, because of all the ways to compile only this one lets go of the code when nobody uses it any
 * more: V8 keeps what `vm.Script` and, from Node 22 on, `vm.compileFunction` have compiled in a cache for whole scripts,
 * which grows by every saved version of a file. Its cache for `eval` ages.
 *
 * @throws SyntaxError of the engine if it does not know the syntax.
 */
export function compileScript(script: ScriptText): CompiledScript {
  const { parameters, head, code, tail, name = "compiled", sourceMapComment = "" } = script;
  const before = `(function (${parameters.join(", ")}) { ${head}`;
  const text = `${before}${code}\n${tail} })${sourceMapComment}\n//# sourceURL=${name}`;
  // biome-ignore lint/security/noGlobalEval: the reason is in the promise above; the text is the user's own program.
  const evaluate = globalThis.eval;
  return { call: evaluate(text), shift: before.length };
}
