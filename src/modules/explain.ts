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

/** What the graph knows about a failed load besides the error. */
export interface FailedLoad {
  readonly root: string;
  /** The first frame of the error in a user's file. */
  readonly thrownAt: Place | undefined;
  /** The file that was being evaluated. */
  readonly file: string | undefined;
}

/** Turns whatever made a load fail into the error that its user reads: the place first, then the original words. */
export function explain(error: unknown, { root, thrownAt, file }: FailedLoad): SioError {
  if (error instanceof SioError) return error;
  const known = knowledgeOf(error);
  const frame = userFrameOf(known?.place ?? thrownAt, root);
  const where = frame ? `${frame.file}:${frame.line}:${frame.column}` : file && relative(root, file);
  // What was thrown by running the text, not by reading it, keeps its name.
  const words = known && error instanceof Error ? error.message : String(error);
  return new SioError("handlers", where ? `${where}: ${words}` : words, {
    cause: error,
    ...(frame?.frame && { detail: frame.frame }),
    ...(known?.hint && { hint: known.hint }),
  });
}

/** The place with the lines around it; undefined if there is none. */
export function userFrameOf(place: Place | undefined, root: string): UserFrame | undefined {
  if (!place) return undefined;
  const { file, line, column } = place;
  return { file: relative(root, file), line, column, frame: codeFrame(place) };
}

function codeFrame({ file, line, column }: Place): string {
  try {
    const text = readFileSync(file, "utf8");
    return lazy.codeFrame().codeFrameColumns(text, { start: { line, column } }, { highlightCode: false });
  } catch {
    return "";
  }
}
