import { SourceMap, type SourceMapPayload } from "node:module";

/** A line and a column, both counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The part of a source map that transformers return and that positions need. */
export interface RawMap {
  readonly mappings: string;
  readonly names: readonly string[];
  readonly sources: readonly string[];
}

/**
 * Leads a position in generated code back to the user's text through the maps of every step, last step first.
 * A map is parsed when it is first asked, which for most files is never.
 */
export class Positions {
  readonly #maps: readonly RawMap[];
  readonly #shift: number;
  #parsed: readonly SourceMap[] | undefined;

  /** @param shift by how many columns the first line of the generated code is further right in what was compiled */
  constructor(maps: readonly RawMap[], shift = 0) {
    this.#maps = maps;
    this.#shift = shift;
  }

  /** The user's line and column for a position in what was compiled. */
  compiled({ line, column }: Position): Position | undefined {
    return this.original({ line, column: line === 1 ? Math.max(1, column - this.#shift) : column });
  }

  /** The user's line and column for a position in generated code; undefined where that has no counterpart. */
  original(position: Position): Position | undefined {
    this.#parsed ??= this.#maps.map((map) => new SourceMap(payload(map)));
    let { line, column } = position;
    for (const map of this.#parsed) {
      const entry = map.findEntry(line - 1, column - 1);
      if (!("originalLine" in entry)) return undefined;
      line = entry.originalLine + 1;
      column = entry.originalColumn + 1;
    }
    return { line, column };
  }
}

function payload({ mappings, names, sources }: RawMap): SourceMapPayload {
  return {
    version: 3,
    file: "",
    sourceRoot: "",
    sources: [...sources],
    sourcesContent: [],
    names: [...names],
    mappings,
  };
}
