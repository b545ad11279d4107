import { collectExports } from "./collect.ts";
import { type Cleanup, type CleanupFault, Part } from "./part.ts";
import { currentScope } from "./plain/current.ts";
import { Registry } from "./registry.ts";
import { topLevel } from "./top-level.ts";

/** One evaluation of one of the user's files, as the module graph knows it; an object of its own each time. */
export interface Version {
  readonly file: string;
  /** `false` while it is evaluated beside what is in force, and once it has been replaced. */
  readonly inForce: boolean;
}

/** A file whose exports count. */
export interface Entry {
  readonly version: Version;
  readonly exports: Readonly<Record<string, unknown>>;
  /** The namespace that the file's place in its folder gives it. */
  readonly namespace: string;
}

/** All files of a load, dependencies before dependants, and which of them are entries. */
export interface Files {
  readonly modules: readonly Version[];
  readonly entries: readonly Entry[];
}

/** What parts need of their application. */
export interface PartsOptions {
  /** The registry in force. */
  readonly registry: () => Registry;
  /** Called once for each cleanup that fails. MUST NOT throw. */
  readonly onFault: (fault: CleanupFault) => void;
}

/** Keeps apart what each of the user's files has registered and started, so that those that stay keep theirs when others are replaced. */
export class Parts {
  /** What belongs to no file: the program's own, and that of npm packages. It stays. */
  readonly program: Part;
  /** The namespace of the entry whose files are being evaluated. */
  entering = "/";
  readonly #options: PartsOptions;
  readonly #parts = new WeakMap<Version, Part>();
  readonly #own = new WeakSet<Part>();
  readonly #data = new Map<string, Record<string, unknown>>();
  /** Those of versions that are not in force, or not yet. */
  readonly #fresh = new Set<Part>();
  #inForce = new Set<Part>();
  #proposed: { readonly registry: Registry; readonly parts: ReadonlySet<Part> } | undefined;
  #caller: Part | undefined;
  readonly #ending = new Set<Promise<void>>();

  constructor(options: PartsOptions) {
    this.#options = options;
    this.program = new Part("", options.onFault);
  }

  /** Nothing of any file is in force: before the first load, and after the server has stopped. */
  get isEmpty(): boolean {
    return this.#inForce.size === 0;
  }

  /** Whose code runs now: the file whose top-level code it is, else the file that {@link callFrom} names, else the program. */
  get current(): Part {
    const { part } = topLevel;
    return (part && this.#own.has(part) ? part : this.#caller) ?? this.program;
  }

  /** The part of a file's version. */
  of(version: Version): Part {
    const known = this.#parts.get(version);
    if (known) return known;
    const part = new Part(version.file, this.#options.onFault);
    this.#parts.set(version, part);
    this.#own.add(part);
    if (version.inForce) part.serve();
    (version.inForce ? this.#inForce : this.#fresh).add(part);
    return part;
  }

  /** Registers something for {@link current}. Returns whether that changed the registry in force. */
  register(add: (registry: Registry) => void): boolean {
    const part = this.current;
    const inForce = this.#options.registry();
    const { registry: proposed, parts } = this.#proposed ?? {};
    const here = part === this.program || this.#inForce.has(part);
    const appearsIn = [
      ...(here && inForce !== proposed ? [inForce] : []),
      ...(proposed && parts?.has(part) ? [proposed] : []),
    ];
    part.register(add, appearsIn);
    return appearsIn.includes(inForce);
  }

  /** Calls `cleanup` when what runs now ends: the default export or connection callback of plain code, else {@link current}. */
  addCleanup(cleanup: Cleanup): void {
    const scope = currentScope();
    if (scope) scope.onDispose(cleanup);
    else this.current.addCleanup(cleanup);
  }

  /** Evaluates a file: what it registers and starts is its own. */
  evaluate<T>(version: Version, code: () => T): T {
    const part = this.of(version);
    part.namespace = version.inForce ? "/" : this.entering;
    return topLevel.run(part, code);
  }

  /** Runs code that a function of a file has called. */
  callFrom<T>(part: Part, code: () => T): T {
    const before = this.#caller;
    this.#caller = part;
    try {
      return code();
    } finally {
      this.#caller = before;
    }
  }

  /** What all versions of a file have in common. */
  dataOf(file: string): Record<string, unknown> {
    const data = this.#data.get(file) ?? {};
    this.#data.set(file, data);
    return data;
  }

  /** The first of these files that must not be replaced. */
  declined(versions: Iterable<Version>): string | undefined {
    const parts = Array.from(versions, (version) => this.#parts.get(version));
    return parts.find((part) => part?.declined && this.#inForce.has(part))?.file;
  }

  /**
   * The registry of a load. A reload gives what a fresh start would, whatever was evaluated when; where two have registered the same
   * name, the later counts: first the calls that files have made while they were evaluated, dependencies before dependants; then the
   * exports of the entries; then whatever was registered since.
   */
  propose({ modules, entries }: Files): Registry {
    const registry = new Registry();
    const parts = new Set([this.program, ...modules.flatMap((version) => this.#parts.get(version) ?? [])]);
    for (const { early } of parts) registry.include(early);
    for (const { version, exports, namespace } of entries) {
      const part = this.of(version);
      part.exported ??= collectExports(exports, namespace);
      registry.include(part.exported);
      parts.add(part);
    }
    for (const { late } of parts) registry.include(late);
    this.#proposed = { registry, parts };
    return registry;
  }

  /** What was proposed is in force: ends what is no longer part of it. */
  accept(): void {
    if (!this.#proposed) return;
    const { parts } = this.#proposed;
    const replaced = [...this.#inForce, ...this.#fresh].filter((part) => !parts.has(part));
    this.#proposed = undefined;
    for (const part of parts) part.serve();
    this.#inForce = new Set(parts);
    this.#inForce.delete(this.program);
    this.#fresh.clear();
    const files = new Set(Array.from(parts, ({ file }) => file));
    for (const file of this.#data.keys()) if (!files.has(file)) this.#data.delete(file);
    this.#retire(replaced);
  }

  /** What was proposed, or was to be, does not come into force: ends it. */
  reject(): void {
    this.#proposed = undefined;
    const dropped = [...this.#fresh];
    this.#fresh.clear();
    this.#retire(dropped);
  }

  /** Ends all parts, as the server stops; what the program has registered stays. */
  async end(): Promise<void> {
    this.#retire([...this.#inForce, ...this.#fresh]);
    this.#inForce.clear();
    this.#fresh.clear();
    this.#data.clear();
    await Promise.all(this.#ending);
    await endInTurn([this.program]);
  }

  #retire(parts: readonly Part[]): void {
    for (const part of parts) part.retire();
    const ended = endInTurn(parts.toReversed()).then(() => {
      this.#ending.delete(ended);
    });
    this.#ending.add(ended);
  }
}

/** What runs by itself must stop at once; cleanups may need what others clean up after them. */
async function endInTurn(parts: readonly Part[]): Promise<void> {
  await Promise.all(parts.map((part) => part.endStarted()));
  for (const part of parts) await part.cleanUp();
}
