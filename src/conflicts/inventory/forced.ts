import type { Declared } from "../inventory.ts";
import { isObject, type Json } from "./files.ts";
import { dependencyFields, type ManifestPlace } from "./manifest.ts";

/** A version that a project forces on whoever asks for the package. */
export interface Forced extends Declared {
  readonly name: string;
}

/** The versions forced by a package.json: npm's and bun's `overrides`, yarn's `resolutions`, and `pnpm.overrides`. */
export function forcedIn(json: Json, place: ManifestPlace): readonly Forced[] {
  const pnpm = isObject(json.pnpm) ? json.pnpm : {};
  return [
    ...forcedBelow("overrides", json.overrides, place),
    ...forcedBelow("resolutions", json.resolutions, place),
    ...forcedBelow("pnpm.overrides", pnpm.overrides, place),
  ].map((forced) => {
    const { range } = forced;
    return range.startsWith("$") ? { ...forced, range: declaredRange(json, range.slice(1)) ?? range } : forced;
  });
}

/** The versions forced by one field of a file. */
export function forcedBelow(field: string, value: unknown, { file, folder }: ManifestPlace): readonly Forced[] {
  return pairs(value).map(({ name, range }) => ({ name, range, where: `${file} ${field}`, folder }));
}

/** Names and ranges, from the flat forms (`"a>b"`, `"**\/b"`, `"b@^1"`) and from npm's, in which the forced stand below who asks. */
function pairs(value: unknown, within?: string): readonly { readonly name: string; readonly range: string }[] {
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, range]) => {
    const name = key === "." ? within : lastName(key);
    if (name === undefined) return [];
    return typeof range === "string" ? [{ name, range }] : pairs(range, name);
  });
}

/** "b" of "b@^1", "a>b@<2", "a/b" and "**\/@scope/b@npm:^1". */
function lastName(key: string): string | undefined {
  const plain =
    key
      .replace(/(?<=.)@(?:npm:)?[^/>@]*(?=$|>)/g, "")
      .split(">")
      .at(-1) ?? "";
  return /((?:@[^/]+\/)?[^/]+)$/.exec(plain)?.[1];
}

function declaredRange(json: Json, name: string): string | undefined {
  const ranges = dependencyFields.map((field) => (isObject(json[field]) ? json[field][name] : undefined));
  return ranges.find((range) => typeof range === "string");
}
