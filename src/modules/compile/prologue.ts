import { placeAt } from "../place.ts";
import type { Position } from "../positions.ts";

/** One static import or re-export of a module, as the generated code spells it. */
export interface ImportStatement {
  /** The variable that holds the imported module's namespace. */
  readonly variable: string;
  readonly specifier: string;
  /** The exports that must exist; empty where the whole namespace or only the side effect is wanted. */
  readonly names: readonly string[];
  /** `export * from`: everything it exports is exported again. */
  readonly star: boolean;
  /** Where the specifier stands in the generated code. */
  readonly position: Position;
}

/** A module's static imports, taken out of its generated code. */
export interface Prologue {
  readonly imports: readonly ImportStatement[];
  /** Whether the code defines exports of its own. */
  readonly exports: boolean;
  /** The code with the import statements blanked out, so that no later position moves. */
  readonly code: string;
  /** Where the imports and exports end and the user's statements begin. */
  readonly end: number;
}

const text = /"(?:[^"\\]|\\.)*"/.source;
const skipped = /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/|"[^"\n]*";|'[^'\n]*';/y;
const exported = new RegExp(
  `Object\\.defineProperty\\(__vite_ssr_exports__, ${text}, \\{\\s*enumerable: true,\\s*configurable: true,` +
    `\\s*get\\(\\) \\{\\s*return [^\\n]*;\\s*\\}\\s*\\}\\);`,
  "y",
);
const imported = new RegExp(
  `const (?<variable>__vite_ssr_import_\\d+__) = await __vite_ssr_import__\\((?<specifier>${text})` +
    `(?:, \\{ importedNames: (?<names>\\[(?:\\s*${text},?)*\\s*\\]) \\})?\\);`,
  "dy",
);
const starred = /__vite_ssr_exportAll__\((?<variable>__vite_ssr_import_\d+__)\);/y;

/**
 * Reads the statements that the module-runner transform puts before the user's. It goes from statement to statement and
 * stops at the first of the user's, so text that merely looks like an import, in a string for instance, is safe.
 */
export function splitPrologue(code: string): Prologue {
  const imports: ImportStatement[] = [];
  const stars = new Set<string>();
  let exports = false;
  let blanked = code;
  let end = 0;
  let at = 0;

  const next = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const found = pattern.exec(code);
    if (found) at = pattern.lastIndex;
    return found;
  };
  const blank = ([statement]: RegExpExecArray) => {
    const spaces = statement.replace(/[^\n]/g, " ");
    blanked = blanked.slice(0, at - statement.length) + spaces + blanked.slice(at);
  };

  for (;;) {
    while (next(skipped));
    const statement = next(imported) ?? next(starred);
    if (statement) blank(statement);
    else if (next(exported)) exports = true;
    else break;
    if (statement?.groups?.specifier) imports.push(readImport(statement, code));
    else if (statement?.groups?.variable) stars.add(statement.groups.variable);
    end = at;
  }
  return { imports: imports.map((one) => ({ ...one, star: stars.has(one.variable) })), exports, code: blanked, end };
}

function readImport({ groups, indices }: RegExpExecArray, code: string): ImportStatement {
  const { variable = "", specifier = "", names = "[]" } = groups ?? {};
  const position = placeAt("", code, indices?.groups?.specifier?.[0] ?? 0);
  return { variable, specifier: JSON.parse(specifier), names: JSON.parse(names), star: false, position };
}
