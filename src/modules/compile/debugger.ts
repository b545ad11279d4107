import { url } from "node:inspector";
import { pathToFileURL } from "node:url";
import { lazy } from "../lazy.ts";
import type { Generated, Source } from "./source.ts";

/**
 * The comment that leads an attached debugger from compiled code to the user's text, so that breakpoints bind to the
 * lines of the file. Empty without a debugger, because the maps of every file would have to be merged and kept.
 */
export function sourceMapComment({ file, text }: Source, { maps }: Pick<Generated, "maps">): string {
  if (!url() || maps.length === 0) return "";
  const { mappings, names } = lazy.remapping()(
    maps.map((map) => ({ ...map, version: 3, names: [...map.names], sources: [...map.sources] })),
    () => null,
  );
  const map = { version: 3, mappings, names, sources: [pathToFileURL(file).href], sourcesContent: [text] };
  const encoded = Buffer.from(JSON.stringify(map)).toString("base64");
  return `\n//# sourceMappingURL=data:application/json;base64,${encoded}`;
}
