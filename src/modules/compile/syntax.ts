import type { OxcError } from "oxc-transform";
import { annotate, placeAt } from "../place.ts";
import { Positions } from "../positions.ts";
import type { Generated, Source } from "./source.ts";

/** Throws the first of a parser's errors as a SyntaxError that knows its place in the user's file. */
export function rejectSyntaxErrors(errors: readonly OxcError[], source: Source, generated?: Generated): void {
  const first = errors.find(({ severity }) => severity === "Error");
  if (first) throw syntaxError(first, source, generated);
}

function syntaxError(error: OxcError, source: Source, generated?: Generated): SyntaxError {
  const offset = error.labels[0]?.start ?? 0;
  const { file, text } = source;
  const read = placeAt(file, generated?.code ?? text, offset);
  const place = generated ? new Positions(generated.maps).original(read) : read;
  const hint = error.helpMessage ?? undefined;
  return annotate(new SyntaxError(error.message), { place: { file, line: 1, column: 1, ...place }, hint });
}
