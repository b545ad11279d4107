import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { SioError } from "../../errors.ts";
import { nearest } from "../../lib/nearest.ts";
import type { Language } from "./wishes.ts";

/** What can be chosen. */
export interface Template {
  readonly name: string;
  /** What it shows, in a few words. */
  readonly description: string;
}

/** Every template, the smallest first and the others by name. */
export function listTemplates(): readonly Template[] {
  const names = readdirSync(home()).sort((one, other) => Number(other === "minimal") - Number(one === "minimal"));
  return names.map((name) => {
    const text = readFileSync(join(home(), name, "ts", "package.json"), "utf8");
    return { name, description: (JSON.parse(text) as { description: string }).description };
  });
}

/** @throws SioError `usage` that names the nearest template, if there is none of this name */
export function checkTemplate(name: string): string {
  const names = listTemplates().map((template) => template.name);
  if (names.includes(name)) return name;
  const meant = nearest(name, names);
  throw new SioError("usage", `There is no template "${name}".`, {
    hint: `${meant ? `Did you mean ${meant}? ` : ""}There are ${names.join(", ")}.`,
  });
}

/** The files of a template by relative path, as they are published. */
export function readTemplate(name: string, language: Language): ReadonlyMap<string, Buffer> {
  const folder = join(home(), name, language);
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)).sort();
  return new Map(paths.map((path) => [path, readFileSync(join(folder, path))]));
}

/** Where the build puts them: both languages of each. The nearest `dist` above, whether this is run from there or from `src`. */
function home(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!readdirSync(folder).includes("package.json")) folder = dirname(folder);
  return join(folder, "dist", "templates");
}
