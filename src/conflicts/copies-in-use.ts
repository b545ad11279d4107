import type { Inventory } from "./inventory.ts";

/** A package that the server runs on. */
export interface CopyInUse {
  readonly name: string;
  readonly version: string;
  readonly path: string;
  /** The real folder. */
  readonly folder: string;
  /** Why it is this copy. */
  readonly why: string;
}

/** The packages that a server is made of, in the order in which one leads to the next. */
const names = ["socket.io", "engine.io", "socket.io-adapter", "socket.io-parser", "engine.io-parser", "ws"];

/** Which copy the server runs on of each package that it is made of, and why that one. */
export function copiesInUse(inventory: Inventory): readonly CopyInUse[] {
  const why = whyThatOne(inventory);
  return names.flatMap((name) => {
    const copy = inventory.serving(name);
    if (!copy) return [];
    const { version, path, folder } = copy;
    return { name, version, path, folder, why: name === "socket.io" ? why : "what that copy loads" };
  });
}

function whyThatOne(inventory: Inventory): string {
  const own = inventory.loaded("socket.io");
  if (!own) return "came with sio-serve: the project has none";
  if (own.folder === inventory.serving("socket.io")?.folder) return "the project's own";
  return `came with sio-serve: the project's is ${own.version}, of another major version`;
}
