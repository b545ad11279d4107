import { extname } from "node:path";
import { type Extension, extensions } from "../extensions.ts";
import type { RawMap } from "../positions.ts";
import type { CompilerOptions } from "../tsconfig.ts";

/** A user's file before anything is done to it. */
export interface Source {
  readonly file: string;
  readonly text: string;
  /** Compiler options of the nearest tsconfig.json. */
  readonly options: CompilerOptions;
  /** Whether the nearest package.json says `"type": "module"`. */
  readonly modulePackage: boolean;
}

/** Code after a step, with the maps of all steps so far, last step first. */
export interface Generated {
  readonly code: string;
  readonly maps: readonly RawMap[];
}

/** What the source's extension says about it; files of other kinds never become sources. */
export function extensionOf({ file }: Pick<Source, "file">): Extension {
  return extensions[extname(file)] ?? { language: "js" };
}

/** Takes away what only matters to tools that read a file's first bytes, and moves nothing. */
export function withoutHashbang(text: string): string {
  return text.replace(/^\uFEFF/, "").replace(/^#!/, "//");
}
