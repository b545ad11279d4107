/** A position in a source file; line and column count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What is known about an error besides itself: where in a user's file it lies, and what would mend it. */
export interface Knowledge {
  readonly place?: Place;
  readonly hint?: string | undefined;
}

const known = new WeakMap<object, Knowledge>();

/** Adds to what is known about `error` and returns it; what was said first wins, since it was said nearest to the cause. */
export function annotate<T extends object>(error: T, knowledge: Knowledge): T {
  known.set(error, { ...knowledge, ...known.get(error) });
  return error;
}

/** Everything {@link annotate} was told about `error`; undefined for an error that is not about the user's text. */
export function knowledgeOf(error: unknown): Knowledge | undefined {
  return typeof error === "object" && error !== null ? known.get(error) : undefined;
}

/** Where `offset` (in UTF-16 units from 0) lies in `text`. */
export function placeAt(file: string, text: string, offset: number): Place {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  return { file, line: before.split("\n").length, column: before.length - lineStart + 1 };
}

/** The offset of a position in `text`: the opposite of {@link placeAt}. */
export function offsetAt(text: string, { line, column }: Pick<Place, "line" | "column">): number {
  const lines = text.split("\n", line - 1);
  return lines.reduce((offset, { length }) => offset + length + 1, column - 1);
}
