import type { Declared, Manifest } from "../inventory.ts";
import { isObject, type Json } from "./files.ts";

/** The fields of a package.json that name packages, those that count first. */
export const dependencyFields = [
  "dependencies",
  "devDependencies",
  "optionalDependencies",
  "peerDependencies",
] as const satisfies readonly (keyof Manifest)[];

/** Of a package.json, what has the type it should have. */
export function manifestOf(json: Json): Manifest {
  const manifest: Record<string, unknown> = {};
  for (const field of ["name", "version"]) if (typeof json[field] === "string") manifest[field] = json[field];
  for (const field of dependencyFields) if (isObject(json[field])) manifest[field] = ranges(json[field]);
  return manifest;
}

/** Where `manifest` names a package; not where it only gives that name to another, by the range "npm:other@1". */
export function declaredIn(manifest: Manifest, name: string, place: ManifestPlace): readonly Declared[] {
  return dependencyFields.flatMap((field) => {
    const range = manifest[field]?.[name];
    if (range === undefined || (/^npm:@?[a-z]/i.test(range) && !range.startsWith(`npm:${name}@`))) return [];
    return [{ range, where: `${place.file} ${field}`, folder: place.folder }];
  });
}

/** Where a package.json stands: the file as it is shown, and its folder from the project. */
export interface ManifestPlace {
  readonly file: string;
  readonly folder: string;
}

function ranges(field: Json): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(field).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}
