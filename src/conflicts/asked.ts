import { endsBelow } from "../lib/range.ts";
import { isBelow } from "../lib/version.ts";
import type { Declared, Installed, Inventory } from "./inventory.ts";
import { withoutComments } from "./source-code.ts";

/** A package that the project asks for. */
export interface Asked {
  readonly name: string;
  /** Where it does; at least one place. */
  readonly declared: readonly [Declared, ...Declared[]];
  /** What it has been given; absent where nothing is installed. */
  readonly copy: Installed | undefined;
}

/**
 * What the handlers can import because the project, or the workspace around it, asks for it; `undefined` where neither does. What another
 * member of the workspace asks for, or what lies there for a package's sake, is none of this server's business.
 */
export function asked(inventory: Inventory, name: string): Asked | undefined {
  const [first, ...rest] = inventory.declared(name).filter(({ folder }) => /^\.$|^\.\.(?:\/\.\.)*$/.test(folder));
  return first && { name, declared: [first, ...rest], copy: inventory.loaded(name, first) };
}

/** Whether the version is below `bound`; where nothing is installed, whether everything that could be is. */
export function isOlder({ copy, declared }: Pick<Asked, "copy" | "declared">, bound: string): boolean {
  return copy ? isBelow(copy.version, bound) : declared.every(({ range }) => endsBelow(range, bound));
}

/** The lines that show where a package is and who asks for it. */
export function placesOf({ name, declared, copy }: Asked): readonly string[] {
  return copy ? [at(copy)] : declared.map(({ where, range }) => `${where}: ${name} ${range}, not installed`);
}

/** "node_modules/ws 8.21.0 ← engine.io" */
export function at({ path, version, requiredBy }: Installed): string {
  const shown = requiredBy.slice(0, mostAskers);
  const more = requiredBy.length - shown.length;
  const askers = [...shown, ...(more > 0 ? [`${more} more`] : [])].join(", ");
  return askers === "" ? `${path} ${version}` : `${path} ${version} ← ${askers}`;
}

const mostAskers = 3;

/** "socket.io-client 2.5.0", or "socket.io-client ^2.5.0" where nothing is installed. */
export function titled({ name, declared, copy }: Asked): string {
  return `${name} ${copy?.version ?? declared[0].range}`;
}

/** Where the package.json is that asks for it, as {@link PackageChange} has it. */
export function folderOf({ declared: [{ folder }] }: Asked): { readonly folder?: string } {
  return folder === "." ? {} : { folder };
}

/** The handlers files that import a package, or a part of it. */
export function importers({ handlers }: Inventory, name: string): readonly string[] {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const statement = new RegExp(`\\b(?:from|import|require)\\s*\\(?\\s*(["'])${escaped}(?:/[^"']*)?\\1`);
  return handlers.filter(({ text }) => statement.test(withoutComments(text))).map(({ path }) => path);
}
