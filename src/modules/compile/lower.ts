import type { Message, TransformFailure } from "esbuild";
import { lazy } from "../lazy.ts";
import { annotate } from "../place.ts";
import type { RawMap } from "../positions.ts";
import { extensionOf, type Generated, type Source } from "./source.ts";

/**
 * Rewrites what this Node cannot parse (standard decorators, `accessor`, `using`) into what it can. Slower than
 * {@link strip}, so it is called only for a file that the engine has refused.
 * @throws SyntaxError that knows its place.
 */
export function lower(source: Source): Generated {
  const { language } = extensionOf(source);
  try {
    const { code, map } = lazy.esbuild().transformSync(source.text, {
      loader: language,
      target: `node${process.versions.node}`,
      sourcemap: "external",
      sourcefile: source.file,
      logLevel: "silent",
      tsconfigRaw: { compilerOptions: source.options },
    });
    return { code, maps: [JSON.parse(map) as RawMap] };
  } catch (error) {
    const first = (error as Partial<TransformFailure>).errors?.[0];
    throw first ? syntaxError(first, source) : error;
  }
}

function syntaxError({ text, location }: Message, { file }: Source): SyntaxError {
  const place = { file, line: location?.line ?? 1, column: (location?.column ?? 0) + 1 };
  return annotate(new SyntaxError(text), { place });
}
