import { type Ask, askersIn, nameIn } from "./ask.ts";

/** bun.lock: JSON with commas at the end, and `packages` by name, or by "asker/name" where copies differ. */
export function readBunLock(text: string): (name: string, version: string) => readonly string[] {
  const { packages = {} } = JSON.parse(text.replace(/,(?=\s*[}\]])/g, "")) as { packages?: Packages };
  return askersIn(asksIn(packages));
}

/** What was chosen as "name@version", where it is from, what it asks for, and more. */
type Packages = Readonly<Record<string, readonly unknown[]>>;

interface Details {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

function* asksIn(packages: Packages): Generator<Ask> {
  for (const [path, entry] of Object.entries(packages)) {
    const { dependencies, optionalDependencies, peerDependencies } = (entry.find(isDetails) ?? {}) as Details;
    for (const name of Object.keys({ ...peerDependencies, ...optionalDependencies, ...dependencies })) {
      const chosen = chosenFor(packages, path, name);
      if (chosen !== undefined) yield { by: nameIn(String(entry[0])), name, version: chosen };
    }
  }
}

function chosenFor(packages: Packages, path: string, name: string): string | undefined {
  for (let asker = path; asker !== ""; asker = asker.slice(0, Math.max(0, asker.lastIndexOf("/")))) {
    const nested = packages[`${asker}/${name}`]?.[0];
    if (nested !== undefined) return versionIn(nested);
  }
  const shared = packages[name]?.[0];
  return shared === undefined ? undefined : versionIn(shared);
}

function versionIn(chosen: unknown): string {
  const text = String(chosen);
  return text.slice(text.lastIndexOf("@") + 1);
}

function isDetails(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}
