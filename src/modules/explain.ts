import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { SioError } from "../errors.ts";
import { lazy } from "./lazy.ts";
import { knowledgeOf, type Place } from "./place.ts";

/** Where in the user's code an error was thrown. */
export interface UserFrame {
  /** Relative to the root of the graph. */
  readonly file: string;
  /** Counted from 1, like `column`. */
  readonly line: number;
  readonly column: number;
  /** The lines around it, with a mark under the place; empty if the file cannot be read. */
  readonly frame: string;
}

/** Turns whatever made a load fail into the error that its user reads: the place first, then the original words. */
export function explain(
  error: unknown,
  root: string,
  thrownAt: Place | undefined,
  module: string | undefined,
): SioError {
  if (error instanceof SioError) return error;
  const { place = thrownAt, hint } = knowledgeOf(error);
  const words = place === thrownAt ? String(error) : error instanceof Error ? error.message : String(error);
  const frame = place && userFrame(place, root);
  const where = frame ? `${frame.file}:${frame.line}:${frame.column}` : module && relative(root, module);
  return new SioError("handlers", [where, words].filter(Boolean).join(": "), {
    cause: error,
    ...(frame?.frame && { detail: frame.frame }),
    ...(hint && { hint }),
  });
}

/** The place with the lines around it. */
export function userFrame({ file, line, column }: Place, root: string): UserFrame {
  return { file: relative(root, file), line, column, frame: codeFrame({ file, line, column }) };
}

function codeFrame({ file, line, column }: Place): string {
  try {
    const text = readFileSync(file, "utf8");
    return lazy.codeFrame().codeFrameColumns(text, { start: { line, column } }, { highlightCode: false });
  } catch {
    return "";
  }
}
