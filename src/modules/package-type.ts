import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Tells whether the package.json nearest to a file says `"type": "module"`; each folder is read once. */
export function createPackageTypes(): (file: string) => boolean {
  const byFolder = new Map<string, boolean>();

  function inFolder(folder: string): boolean {
    const known = byFolder.get(folder);
    if (known !== undefined) return known;
    const parent = dirname(folder);
    const type = readType(folder) ?? (parent === folder ? false : inFolder(parent));
    byFolder.set(folder, type);
    return type;
  }
  return (file) => inFolder(dirname(file));
}

function readType(folder: string): boolean | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).type === "module";
  } catch {
    // No package.json here, or one that npm itself would refuse: the next folder up decides.
    return undefined;
  }
}
