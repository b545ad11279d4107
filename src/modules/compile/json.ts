import { annotate, placeAt } from "../place.ts";
import type { Source } from "./source.ts";

/**
 * The value of a JSON file.
 * @throws SyntaxError that knows its place, as far as the engine's message names it.
 */
export function parseJson({ file, text }: Source): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const { message } = error as SyntaxError;
    const offset = /position (\d+)/.exec(message)?.[1] ?? (message.includes("end of JSON") ? text.length : 0);
    throw annotate(error as SyntaxError, { place: placeAt(file, text, Number(offset)) });
  }
}
