import { packageVersion } from "../version.ts";
import { readTemplate } from "./templates.ts";
import type { Wishes } from "./wishes.ts";

/** package.json, as far as it is looked into. */
type Manifest = Readonly<Record<string, unknown>>;

/** Sections of package.json whose entries are added, one by one, to a package.json that is there already. */
const sections = ["scripts", "dependencies", "devDependencies"];

/** The files of a new project by relative path: those of the template, with the project's name and the version that made it. */
export function projectFiles({ name, template, language }: Wishes): ReadonlyMap<string, Buffer> {
  const files = [...readTemplate(template, language)].map(([path, bytes]): [string, Buffer] => {
    // npm leaves files of that name out of packages.
    if (path.endsWith("_gitignore")) return [path.replace("_gitignore", ".gitignore"), bytes];
    if (path === "package.json") return [path, manifestOf(bytes, name)];
    return [path, bytes];
  });
  return new Map(files);
}

/** A package.json with what it lacks of the template's scripts and dependencies; what it has stays. */
export function mergedManifest(existing: Buffer, added: Buffer): Buffer {
  const [mine, theirs] = [existing, added].map((bytes) => JSON.parse(bytes.toString("utf8")) as Manifest);
  const merged = sections.flatMap((section) => {
    const entries = { ...objectOf(theirs?.[section]), ...objectOf(mine?.[section]) };
    return Object.keys(entries).length > 0 ? [[section, entries] as const] : [];
  });
  return written({ ...mine, ...Object.fromEntries(merged) });
}

/** Its description is that of the template, and its sio-serve the one that makes the project. */
function manifestOf(bytes: Buffer, name: string): Buffer {
  const { description: _, ...manifest } = JSON.parse(bytes.toString("utf8")) as Manifest;
  const dependencies = { ...objectOf(manifest.dependencies), "sio-serve": `^${packageVersion()}` };
  return written({ ...manifest, name, dependencies });
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function written(manifest: Manifest): Buffer {
  return Buffer.from(`${JSON.stringify(manifest, undefined, 2)}\n`);
}
