import { within } from "../lib/within.ts";
import { Registry } from "./registry.ts";

/** What is called when something ends. It may be async. */
export type Cleanup = () => unknown;

/** Something that ends, and takes along what was started in it. */
export interface Life {
  /** Calls `end` when it ends, until what this gives back is called; at once if it has ended. */
  onDispose(end: Cleanup): () => void;
}

/** A cleanup that failed, for the log. */
export interface CleanupFault {
  readonly error: unknown;
  /** The file whose cleanup it was; empty for the program itself. */
  readonly cleanupOf: string;
}

/** How long each cleanup may take before the next one has its turn. */
const cleanupMs = 5_000;

/**
 * One evaluation of one of the user's files: what it has registered and started, which comes into force with it and ends with it. The
 * program around the files, and npm packages, are a part that stays.
 */
export class Part implements Life {
  /** The path of the file; empty for the program. */
  readonly file: string;
  /** Where handlers listen that do not say so. */
  namespace = "/";
  /** It must not be replaced while the server runs. */
  declined = false;
  /** What it registered while it was evaluated. */
  early: Registry = new Registry();
  /** What its exports register, once somebody has looked at them. */
  exported: Registry | undefined;
  /** What it registered since. */
  late: Registry = new Registry();
  readonly #started = new Set<Cleanup>();
  readonly #cleanups: Cleanup[] = [];
  readonly #onFault: (fault: CleanupFault) => void;
  #served = false;
  #gone = false;

  constructor(file: string, onFault: (fault: CleanupFault) => void) {
    this.file = file;
    this.#onFault = onFault;
  }

  /** Whether it has been in force, and no longer is. */
  get replaced(): boolean {
    return this.#gone && this.#served;
  }

  /** Registers something, which then appears in these registries; in none of them while it is evaluated. */
  register(add: (registry: Registry) => void, appearsIn: readonly Registry[]): void {
    if (this.#gone) return;
    add(appearsIn.length > 0 ? this.late : this.early);
    for (const registry of appearsIn) add(registry);
  }

  /** Calls `cleanup` when this part ends, after all that was started has, and after the cleanups added later; at once if it has ended. */
  addCleanup(cleanup: Cleanup): void {
    if (this.#gone) void this.#attempt(cleanup);
    else this.#cleanups.push(cleanup);
  }

  onDispose(end: Cleanup): () => void {
    if (this.#gone) void this.#attempt(end);
    else this.#started.add(end);
    return () => {
      this.#started.delete(end);
    };
  }

  /** It is in force. */
  serve(): void {
    this.#served = true;
  }

  /** From now on, what it registers counts for nothing, and what it starts is ended at once. */
  retire(): void {
    this.#gone = true;
    // Something that lives longer, such as a connection that its code has opened, may still lead here.
    this.early = new Registry();
    this.exported = undefined;
    this.late = new Registry();
  }

  /** Ends what was started, all of it at once. What fails is reported. */
  async endStarted(): Promise<void> {
    const started = [...this.#started];
    this.#started.clear();
    await Promise.all(started.map((end) => this.#attempt(end)));
  }

  /** Calls the cleanups one after the other, the last first. What fails is reported. */
  async cleanUp(): Promise<void> {
    for (const cleanup of this.#cleanups.splice(0).reverse()) await this.#attempt(cleanup);
  }

  async #attempt(cleanup: Cleanup): Promise<void> {
    const late = () => new Error(`It did not end within ${cleanupMs / 1_000} s.`);
    try {
      await within(cleanupMs, Promise.resolve(cleanup()), late);
    } catch (error) {
      this.#onFault({ error, cleanupOf: this.file });
    }
  }
}
