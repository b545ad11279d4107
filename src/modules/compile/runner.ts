import { lazy } from "../lazy.ts";
import { type Prologue, splitPrologue } from "./prologue.ts";
import { compileScript } from "./script.ts";
import type { Generated, Source } from "./source.ts";
import { rejectSyntaxErrors } from "./syntax.ts";

/** An ES module's code as the body of a function, its static imports listed beside it. */
export interface ModuleCode extends Generated, Prologue {
  /** Whether it imports, exports or asks for `import.meta`, as only ES modules can. `export {}` leaves no trace. */
  readonly moduleSyntax: boolean;
  /** Whether it awaits outside functions. */
  readonly awaits: boolean;
}

/**
 * Rewrites ES module code so that it can run as a function: exports become getters, imports live property reads.
 * @throws SyntaxError that knows its place.
 */
export function toModuleCode(source: Source, generated: Generated): ModuleCode {
  const code = splitCombinedImports(generated.code);
  const result = lazy.oxcTransform().moduleRunnerTransformSync(source.file, code, { sourcemap: true });
  rejectSyntaxErrors(result.errors, source, generated);
  const prologue = splitPrologue(result.code);
  const moduleSyntax =
    prologue.exports || prologue.imports.length > 0 || result.code.includes("__vite_ssr_import_meta__");
  const maps = result.map ? [result.map, ...generated.maps] : generated.maps;
  return { ...prologue, maps, moduleSyntax, awaits: awaits(prologue.code) };
}

const combined = /\bimport\s+([^\s,{}*]+)\s*,\s*(\*\s*as\s+[^\s{}]+)\s*from\b/;

/**
 * `import one, * as all from "x"` as two statements on the same line: of the combined form, the transform binds only
 * the namespace.
 */
function splitCombinedImports(code: string): string {
  if (!combined.test(code)) return code;
  const { initSync, parse } = lazy.lexer();
  initSync();
  const [imports] = parse(code);
  return imports.reduceRight((split, { ss, se, n }) => {
    const [, one, all] = combined.exec(code.slice(ss, se)) ?? [];
    const from = JSON.stringify(n);
    return one
      ? `${split.slice(0, ss)}import ${one} from ${from}; import ${all} from ${from}${split.slice(se)}`
      : split;
  }, code);
}

/** Whether there is an `await` outside functions. A class static block is where the language forbids just that. */
function awaits(code: string): boolean {
  if (!/\bawait\b/.test(code)) return false;
  try {
    compileScript({ parameters: [], head: "class Module { static { ", code, tail: "} }" });
    return false;
  } catch {
    return true;
  }
}
