import { readFileSync } from "node:fs";
import { currentRuntime, runtimeTitles } from "../lib/runtime.ts";

/** What this process runs on, with its version. @example "Bun 1.4.5" */
export function runtime(): string {
  const name = currentRuntime();
  return `${runtimeTitles[name]} ${process.versions[name]}`;
}

/** The version of this package. */
export function packageVersion(): string {
  // Both src/cli/ and dist/ are asked for the nearest package.json above: two folders up, or one.
  for (const place of ["../package.json", "../../package.json"]) {
    try {
      return (JSON.parse(readFileSync(new URL(place, import.meta.url), "utf8")) as { version: string }).version;
    } catch {
      // Not there: the next one is.
    }
  }
  return "unknown";
}
