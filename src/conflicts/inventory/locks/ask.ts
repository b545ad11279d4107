/** One package asks for another, and has been given this version. */
export interface Ask {
  readonly by: string;
  readonly name: string;
  readonly version: string;
}

/** Who asks, by what is asked for; each name once. */
export function askersIn(asks: Iterable<Ask>): (name: string, version: string) => readonly string[] {
  const byCopy = new Map<string, Set<string>>();
  for (const { by, name, version } of asks) {
    const copy = `${name}@${version}`;
    byCopy.set(copy, (byCopy.get(copy) ?? new Set()).add(by));
  }
  return (name, version) => [...(byCopy.get(`${name}@${version}`) ?? [])];
}

/** The name in "@scope/name@1.2.3(peer@4)": what stands before the version. */
export function nameIn(key: string): string {
  return /^(@?[^@]+)/.exec(key)?.[1] ?? key;
}
