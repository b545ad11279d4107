import { posix } from "node:path";
import type { Source } from "./source.ts";

/**
 * The parts of `src`, from the top down. A part imports what stands in a lower row and itself; parts of one row do not
 * know each other.
 */
const layers: readonly (readonly string[])[] = [
  ["cli", "testing"],
  ["index"],
  ["run"],
  ["server"],
  ["features"],
  ["conflicts"],
  ["config"],
  ["engines", "adapters", "queue", "modules", "app", "probe", "bench"],
  ["lib"],
  ["errors"],
];

/** The part of `src` that a file belongs to: its first folder, or its own name at the top. */
export function partOf(file: string): string {
  return file.split("/")[1]?.replace(/\.ts$/, "") ?? "";
}

/** One sentence for each import that does not point down; an empty list when the house stands. */
export function upwardImports(sources: readonly Source[]): string[] {
  return sources.flatMap(({ file, imports }) =>
    imports.flatMap(({ name, line }) => {
      const target = targetOf(file, name);
      if (target === undefined || mayImport(partOf(file), partOf(target))) return [];
      return `${file}:${line} imports ${name}, but ${partOf(file)} may import only ${allowed(partOf(file))}.`;
    }),
  );
}

/** One sentence for each file that belongs to no row of the table above. */
export function homeless(sources: readonly Source[]): string[] {
  return sources.filter(({ file }) => rowOf(partOf(file)) === -1).map(({ file }) => `${file} is in no layer.`);
}

/** The file of `src` that `specifier` means when written in `file`; `undefined` for packages and for package.json. */
export function targetOf(file: string, specifier: string): string | undefined {
  if (specifier === "sio-serve") return "src/index.ts";
  if (!specifier.startsWith(".")) return undefined;
  const target = posix.join(posix.dirname(file), specifier);
  return target === "package.json" ? undefined : target;
}

function mayImport(from: string, to: string): boolean {
  return from === to || rowOf(to) > rowOf(from);
}

function allowed(part: string): string {
  return [part, ...layers.slice(rowOf(part) + 1).flat()].join(", ");
}

function rowOf(part: string): number {
  return layers.findIndex((row) => row.includes(part));
}
