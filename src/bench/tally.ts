/** How often the same thing was said. */
export interface Count<Thing> {
  readonly thing: Thing;
  readonly count: number;
}

/** A server that puts a number of its own into each message must not fill the memory. */
const mostThings = 50;

/** Counts things that are the same if all their fields are. From the fiftieth kind on, what is new counts as `rest`. */
export class Tally<Thing> {
  readonly #rest: Thing;
  readonly #counts = new Map<string, { readonly thing: Thing; count: number }>();
  #total = 0;

  constructor(rest: Thing) {
    this.#rest = rest;
  }

  /** How many were counted. */
  get total(): number {
    return this.#total;
  }

  add(thing: Thing, count = 1): void {
    this.#total += count;
    const known = this.#counts.get(JSON.stringify(thing));
    if (known) {
      known.count += count;
      return;
    }
    if (this.#counts.size < mostThings) this.#counts.set(JSON.stringify(thing), { thing, count });
    else this.#countRest(count);
  }

  /** The most frequent first. */
  list(): readonly Count<Thing>[] {
    return [...this.#counts.values()].sort((a, b) => b.count - a.count);
  }

  #countRest(count: number): void {
    const key = JSON.stringify(this.#rest);
    const known = this.#counts.get(key) ?? { thing: this.#rest, count: 0 };
    known.count += count;
    this.#counts.set(key, known);
  }
}
