import type { Scope, Version } from "./scope.ts";

interface Entry<T> {
  readonly value: T;
  readonly scope: Scope | undefined;
}

/** Which versions are meant. */
export type Which = (version: Version) => boolean;

/** What belongs to no version. */
const permanent = "";

/**
 * A list whose entries belong to versions of plain code. What a new version adds stands where the version before it had its entries, so
 * that a swap changes no order.
 */
export class Slots<T> {
  readonly #slots = new Map<string, readonly Entry<T>[]>();
  // Asked for at every connection.
  #all: readonly T[] | undefined;

  /** Adds an entry behind those of the same code, or before them. */
  add(value: T, scope: Scope | undefined, { first = false }: { readonly first?: boolean } = {}): void {
    const slot = scope?.version.slot ?? permanent;
    const entries = this.#slots.get(slot) ?? [];
    this.#set(slot, first ? [{ value, scope }, ...entries] : [...entries, { value, scope }]);
  }

  /** Takes the first entry off that fits; says whether there was one. */
  remove(fits: (value: T) => boolean): boolean {
    for (const [slot, entries] of this.#slots) {
      const found = entries.find(({ value }) => fits(value));
      if (!found) continue;
      this.#set(
        slot,
        entries.filter((entry) => entry !== found),
      );
      return true;
    }
    return false;
  }

  /** Takes off all entries of some versions. What it gives back puts them on again. */
  take(which: Which): () => void {
    const taken = new Map<string, readonly Entry<T>[]>();
    const leaves = ({ scope }: Entry<T>) => scope !== undefined && which(scope.version);
    for (const [slot, entries] of this.#slots) {
      const leaving = entries.filter(leaves);
      if (leaving.length === 0) continue;
      taken.set(slot, leaving);
      this.#set(
        slot,
        entries.filter((entry) => !leaves(entry)),
      );
    }
    return () => {
      for (const [slot, entries] of taken) this.#set(slot, [...entries, ...(this.#slots.get(slot) ?? [])]);
    };
  }

  /** The entries, in order; with `which`, those of some versions only. The list stays as it is whatever is added later. */
  values(which?: Which): readonly T[] {
    if (which) return this.#entries.filter(({ scope }) => scope && which(scope.version)).map(({ value }) => value);
    this.#all ??= this.#entries.map(({ value }) => value);
    return this.#all;
  }

  get #entries(): readonly Entry<T>[] {
    return [...this.#slots.values()].flat();
  }

  #set(slot: string, entries: readonly Entry<T>[]): void {
    this.#slots.set(slot, entries);
    this.#all = undefined;
  }
}
