import type { Cleanup } from "../part.ts";

/** Told what a cleanup threw or rejected with. MUST NOT throw. */
export type CleanupFailed = (error: unknown) => void;

/**
 * One run of a default export of plain Socket.IO code, with all that came of it: its own {@link Scope}, and one for each run of each of
 * its connection callbacks.
 */
export class Version {
  /** Names the same piece of code from one version to the next: where it listens, and which of several there it is. */
  readonly slot: string;
  /** What the default export itself registered. Nothing of it is in force until {@link Scope.resume}. */
  readonly scope: Scope;
  /** The scopes that have something to end. */
  readonly started: Set<Scope> = new Set();
  /** Another version is about to take its place. */
  leaving = false;
  ended = false;
  readonly #onFailed: CleanupFailed;

  constructor(slot: string, onFailed: CleanupFailed) {
    this.slot = slot;
    this.#onFailed = onFailed;
    this.scope = new Scope(this, slot);
    this.scope.suspend();
  }

  /** Whether what it registered is in force. */
  get live(): boolean {
    return this.scope.live && !this.ended;
  }

  /** Ends it for good, with all that it started, the last first. */
  end(): void {
    this.ended = true;
    for (const scope of [...this.started].reverse()) scope.end();
    this.scope.end();
  }

  /** Calls a cleanup; what fails is reported. */
  call(cleanup: Cleanup): void {
    try {
      Promise.resolve(cleanup()).catch(this.#onFailed);
    } catch (error) {
      this.#onFailed(error);
    }
  }
}

/** What one run of a function of plain code registered and started, while it ran. */
export class Scope {
  readonly version: Version;
  /** Names the function from one version to the next. */
  readonly name: string;
  /** The function, or the promise that it returned, has not ended yet. */
  running = false;
  /** It runs again for a socket that was connected already. */
  readonly replaying: boolean;
  /** Its cleanup has run. */
  cleaned = false;
  #cleanup: Cleanup | undefined;
  // There is a scope for every connection, and most of them need neither.
  #ends: Set<Cleanup> | undefined;
  #counts: Map<string, number> | undefined;
  #waiting: (() => void)[] | undefined;
  #ended = false;

  constructor(version: Version, name: string, { replaying = false }: { readonly replaying?: boolean } = {}) {
    this.version = version;
    this.name = name;
    this.replaying = replaying;
  }

  /** Whether registrations come into force at once. */
  get live(): boolean {
    return !this.#waiting && !this.#gone;
  }

  get #gone(): boolean {
    return this.#ended || this.version.ended;
  }

  /** Registers at once, or when the scope is resumed, or never if it has ended. */
  add(register: () => void): void {
    if (this.#gone) return;
    if (this.#waiting) this.#waiting.push(register);
    else register();
  }

  /** Lets registrations wait. */
  suspend(): void {
    this.#waiting ??= [];
  }

  /** Brings into force what waits. */
  resume(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const register of waiting) register();
  }

  /** Calls `end` when this scope ends; at once if it has. What it gives back takes that off again. */
  onDispose(end: Cleanup): () => void {
    if (this.#gone) {
      this.version.call(end);
      return () => {};
    }
    this.#ends ??= new Set();
    this.#ends.add(end);
    this.#note();
    return () => {
      this.#ends?.delete(end);
      this.#note();
    };
  }

  /** Keeps the cleanup function that the code returned, if it is one; calls it at once if the scope has ended. */
  returned(value: unknown): void {
    if (typeof value !== "function") return;
    this.#cleanup = value as Cleanup;
    this.#note();
    if (this.#gone || this.cleaned) this.cleanUp();
  }

  /** Calls the cleanup function that the code returned, once. */
  cleanUp(): void {
    const cleanup = this.#cleanup;
    if (!cleanup) return;
    this.#cleanup = undefined;
    this.cleaned = true;
    this.#note();
    this.version.call(cleanup);
  }

  /** Ends all that it started. */
  end(): void {
    this.#ended = true;
    this.#waiting = undefined;
    this.cleanUp();
    const ends = [...(this.#ends ?? [])].reverse();
    this.#ends = undefined;
    this.#note();
    for (const end of ends) this.version.call(end);
  }

  /** A name for the next registration of this kind: the same at the same place of the next version. */
  nextName(kind: string): string {
    this.#counts ??= new Map();
    const count = this.#counts.get(kind) ?? 0;
    this.#counts.set(kind, count + 1);
    return `${this.name} ${kind}#${count}`;
  }

  #note(): void {
    if (this.#cleanup || this.#ends?.size) this.version.started.add(this);
    else this.version.started.delete(this);
  }
}
