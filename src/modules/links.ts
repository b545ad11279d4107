import { readFileSync } from "node:fs";
import { nearest } from "../lib/nearest.ts";
import { annotate, offsetAt, type Place, placeAt } from "./place.ts";
import type { Link, UserModule } from "./user-module.ts";

/** Where in the user's file an import statement names the module it asks for. */
export function placeOf({ file, program }: UserModule, statement: Link["statement"]): Place | undefined {
  const position = program?.kind === "module" ? program.positions.original(statement.position) : undefined;
  return position && { file, ...position };
}

/**
 * Looks whether all that a module imports by name is there; to be called when what it imports has been evaluated, or in
 * a cycle is bound.
 * @throws SyntaxError in the words of Node that knows its place.
 */
export function checkNames(module: UserModule): void {
  for (const { statement, target } of module.links) {
    const namespace = target.kind === "user" ? target.namespace : target.namespace();
    const fallback = target.kind === "external" && target.commonJs ? namespace?.default : undefined;
    const has = (name: string) => name in Object(namespace) || name in Object(fallback);
    const missing = statement.names.find((name) => !has(name));
    if (missing === undefined) continue;
    const there = [...Object.keys(Object(namespace)), ...Object.keys(Object(fallback))];
    throw missingName(missing, { module, statement, there });
  }
}

/** An import by name, and the names that could have been imported. */
interface NamedImport {
  readonly module: UserModule;
  readonly statement: Link["statement"];
  readonly there: readonly string[];
}

function missingName(name: string, { module, statement, there }: NamedImport): SyntaxError {
  const error = new SyntaxError(
    `The requested module '${statement.specifier}' does not provide an export named '${name}'`,
  );
  const place = placeOf(module, statement);
  return place ? annotate(error, { place: placeOfName(name, place), hint: hintFor(name, there) }) : error;
}

function hintFor(name: string, there: readonly string[]): string | undefined {
  if (name === "default")
    return there.length > 0 ? "It has no default export: import what it has by name, in braces." : undefined;
  const meant = nearest(name, there);
  return meant && `Did you mean "${meant}"?`;
}

/** The place of a name in the statement that ends with `specifier`, or that itself if the name is not spelled out. */
function placeOfName(name: string, specifier: Place): Place {
  const text = readFileSync(specifier.file, "utf8");
  const end = offsetAt(text, specifier);
  const start = Math.max(text.lastIndexOf("import", end), text.lastIndexOf("export", end));
  const whole = new RegExp(`(?<![\\w$])${name.replace(/\W/g, "\\$&")}(?![\\w$])`);
  const found = text.slice(start, end).search(whole);
  return start < 0 || found < 0 ? specifier : placeAt(specifier.file, text, start + found);
}
