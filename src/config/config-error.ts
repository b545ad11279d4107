import { stripVTControlCharacters } from "node:util";
import { SioError } from "../errors.ts";

/** What the parsers of JSON and YAML, and thrown errors, may tell about the place. */
interface Told {
  readonly message?: unknown;
  readonly stack?: unknown;
  /** A JSON parser's picture of the place. */
  readonly codeFrame?: unknown;
  /** A YAML parser's reason and place; lines and columns start at 0. */
  readonly reason?: unknown;
  readonly mark?: { readonly line: number; readonly column: number; readonly snippet: string };
}

/** The error for a config file that cannot be read or understood, or throws: its place, then what is wrong. */
export function configFileError(error: unknown, file: string, shown: string): SioError {
  if (error instanceof SioError) {
    const { message, hint, detail } = error;
    return new SioError("config", message, { ...(hint && { hint }), ...(detail && { detail }), cause: error });
  }
  const told: Told = error instanceof Error ? error : { message: String(error) };
  const { place, reason, detail } = whatIsWrong(told, file);
  const where = [shown, ...place].join(":");
  return new SioError("config", `${where}: ${reason}`, { ...(detail && { detail }), cause: error });
}

function whatIsWrong(told: Told, file: string): { place: readonly unknown[]; reason: string; detail?: string } {
  if (typeof told.codeFrame === "string") {
    // The parser of JSON colours it as it sees fit.
    const detail = stripVTControlCharacters(told.codeFrame);
    const [, line] = /^> (\d+) \|/m.exec(detail) ?? [];
    return { place: line ? [line] : [], reason: "This is not valid JSON.", detail };
  }
  if (told.mark) {
    const { line, column, snippet } = told.mark;
    return { place: [line + 1, column + 1], reason: String(told.reason), detail: snippet };
  }
  return { place: placeInStack(String(told.stack), file), reason: String(told.message) };
}

/** Line and column of the innermost frame of a stack that is in `file`. */
function placeInStack(stack: string, file: string): readonly string[] {
  const [, after = ""] = stack.split(`${file}:`, 2);
  return /^\d+:\d+/.exec(after)?.[0].split(":") ?? [];
}
