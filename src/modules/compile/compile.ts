import { lazy } from "../lazy.ts";
import { annotate, knowledgeOf, placeAt } from "../place.ts";
import { Positions } from "../positions.ts";
import { compileCommonJsScript } from "./commonjs-script.ts";
import { sourceMapComment } from "./debugger.ts";
import { parseJson } from "./json.ts";
import { lower } from "./lower.ts";
import { compileModuleScript } from "./module-script.ts";
import type { Program } from "./program.ts";
import { type ModuleCode, toModuleCode } from "./runner.ts";
import { extensionOf, type Generated, type Source, withoutHashbang } from "./source.ts";
import { strip } from "./strip.ts";
import { rejectSyntaxErrors } from "./syntax.ts";

/**
 * Compiles a user's file without running anything of it. `name` is the file name that stack traces will show.
 * @throws SyntaxError that knows its place.
 */
export function compile(given: Source, name: string): Program {
  const source = { ...given, text: withoutHashbang(given.text) };
  if (extensionOf(source).language === "json") return { kind: "json", value: parseJson(source) };
  try {
    return compileScript(source, strip(source), name);
  } catch (error) {
    if (!(error instanceof SyntaxError) || knowledgeOf(error)) throw error;
    rejectRegularExpression(error, source);
    // The parser accepts the text and the engine does not, so it is syntax newer than this Node.
    return compileScript(source, lower(source), name);
  }
}

/** What a regular expression says is checked by the engine alone, whose message quotes it. */
function rejectRegularExpression(error: SyntaxError, { file, text }: Source): void {
  const [, literal] = /^Invalid regular expression: (\/.*\/\w*): /.exec(error.message) ?? [];
  if (literal) throw annotate(error, { place: placeAt(file, text, Math.max(0, text.indexOf(literal))) });
}

/** The extension decides first, then the syntax, then package.json. */
function compileScript(source: Source, generated: Generated, name: string): Program {
  const { format, language } = extensionOf(source);
  if (format === "commonjs" && language === "js") return commonJsProgram(source, generated, name);
  const read = readAsModule(source, generated);
  if (read instanceof SyntaxError) {
    // CommonJS may use what modules forbid, such as `return` outside functions.
    const program = format === "module" ? undefined : attempt(() => commonJsProgram(source, generated, name));
    if (program) return program;
    throw read;
  }
  const inModule = format === undefined && source.modulePackage;
  if (format === "module" || read.moduleSyntax || read.awaits || inModule) return moduleProgram(source, read, name);
  return attempt(() => commonJsProgram(source, generated, name)) ?? moduleProgram(source, read, name);
}

function attempt(compileAs: () => Program): Program | undefined {
  try {
    return compileAs();
  } catch {
    return undefined;
  }
}

function readAsModule(source: Source, generated: Generated): ModuleCode | SyntaxError {
  try {
    return toModuleCode(source, generated);
  } catch (error) {
    if (error instanceof SyntaxError) return error;
    throw error;
  }
}

function moduleProgram(source: Source, code: ModuleCode, name: string): Program {
  const { format } = extensionOf(source);
  const { begin, shift } = compileModuleScript(code, {
    name,
    // TypeScript projects that are compiled to CommonJS write modules and use these all the same.
    commonJsScope: format === "commonjs" || (format === undefined && !source.modulePackage),
    sourceMapComment: sourceMapComment(source, code),
  });
  const { imports, awaits, maps } = code;
  return { kind: "module", name, imports, awaits, begin, positions: new Positions(maps, shift) };
}

function commonJsProgram(source: Source, generated: Generated, name: string): Program {
  const { code, maps } = generated;
  try {
    const { run, shift } = compileCommonJsScript(code, { name, sourceMapComment: sourceMapComment(source, generated) });
    return { kind: "commonjs", name, run, positions: new Positions(maps, shift) };
  } catch (error) {
    const options = { sourceType: "commonjs", lang: "js" } as const;
    rejectSyntaxErrors(lazy.oxcTransform().transformSync(source.file, code, options).errors, source, generated);
    throw error;
  }
}
