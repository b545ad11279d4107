import type { Namespace } from "socket.io";
import type { Version } from "../plain/scope.ts";
import type { Which } from "../plain/slots.ts";

const live: Which = (version) => version.live;

/** Who wants something to exist: versions of plain code while they are in force, or the program for as long as it runs. */
export class Claims {
  readonly #versions = new Set<Version>();
  #kept = false;

  /** A version wants it; without one, the program does. */
  add(version: Version | undefined): void {
    if (version) this.#versions.add(version);
    else this.#kept = true;
  }

  /** Whether anybody wants it; with `which`, whether those versions or the program do. */
  hold(which: Which = live): boolean {
    return this.#kept || [...this.#versions].some(which);
  }

  /** The first of these versions that wants it. */
  by(which: Which = live): Version | undefined {
    return [...this.#versions].find(which);
  }

  /** Whether a version may have it for itself: nobody does who stays. */
  get free(): boolean {
    return !this.#kept && [...this.#versions].every(({ leaving, ended }) => leaving || ended);
  }

  /** Forgets the versions that have ended. */
  sweep(): void {
    for (const version of this.#versions) if (version.ended) this.#versions.delete(version);
  }
}

/** The claims on namespaces, by their names. */
export class NamespaceClaims {
  readonly #claims = new Map<string, Claims>();

  of(nsp: Pick<Namespace, "name">): Claims {
    const claims = this.#claims.get(nsp.name) ?? new Claims();
    this.#claims.set(nsp.name, claims);
    return claims;
  }

  sweep(): void {
    for (const [name, claims] of this.#claims) {
      claims.sweep();
      if (!claims.hold(() => true)) this.#claims.delete(name);
    }
  }
}
