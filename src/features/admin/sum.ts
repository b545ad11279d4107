/** Numbers by name, or by several names one after the other. */
export interface Counts {
  readonly [name: string]: number | Counts;
}

/** Adds what stands under the same names. */
export function sumOf(all: readonly Counts[]): Counts {
  const names = new Set(all.flatMap((counts) => Object.keys(counts)));
  return Object.fromEntries([...names].map((name) => [name, sumUnder(name, all)]));
}

function sumUnder(name: string, all: readonly Counts[]): number | Counts {
  const values = all.flatMap((counts) => (Object.hasOwn(counts, name) ? (counts[name] ?? 0) : []));
  const numbers = values.filter((value) => typeof value === "number");
  if (numbers.length === values.length) return numbers.reduce((sum, number) => sum + number, 0);
  return sumOf(values.filter((value) => typeof value !== "number"));
}
