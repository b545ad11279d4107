import { pathToFileURL } from "node:url";
import { bind } from "./bind.ts";
import type { ModuleGraphOptions, Timers } from "./contract.ts";
import { evaluate, evaluateNow, fail } from "./evaluate.ts";
import type { Externals } from "./external.ts";
import { placeOf } from "./links.ts";
import type { Manner } from "./missing.ts";
import type { Namespace } from "./namespace.ts";
import { annotate } from "./place.ts";
import type { Programs } from "./programs.ts";
import type { Resolver } from "./resolve.ts";
import type { StackTraces } from "./stack-traces.ts";
import { type Link, type Surroundings, UserModule } from "./user-module.ts";

/** What one version of the user's modules shares with the next. */
export interface WorldTools {
  readonly resolver: Resolver;
  readonly externals: Externals;
  readonly programs: Programs;
  readonly traces: StackTraces;
  readonly timers: Timers;
  readonly around: NonNullable<ModuleGraphOptions["around"]>;
}

/** One version of all the user's modules: what an entry imports is looked for here before it is read from disk. */
export class World implements Surroundings {
  inForce = false;
  /** By real path. */
  readonly modules: Map<string, UserModule>;
  readonly #tools: WorldTools;

  /** A world that begins with the modules `carried` over from the one in force. */
  constructor(tools: WorldTools, carried: Iterable<UserModule> = []) {
    this.#tools = tools;
    this.modules = new Map(Array.from(carried, (module) => [module.file, module]));
  }

  /**
   * Reads, compiles and binds a file and everything it imports statically, and evaluates none of it.
   * @throws what is wrong with the first file that cannot be linked.
   */
  link(file: string): UserModule {
    const known = this.modules.get(file);
    if (known?.state === "failed") throw known.error;
    if (known) return known;
    const { programs, traces } = this.#tools;
    const module = new UserModule(file, programs.tsconfigFor(file).files, this);
    this.modules.set(file, module);
    try {
      const program = programs.compile(file);
      module.program = program;
      if (program.kind !== "json") traces.add(file, program);
      if (program.kind === "module") module.links = program.imports.map((statement) => this.#follow(module, statement));
      bind(module, program);
      const { run } = module;
      if (program.kind !== "json") module.run = () => this.#tools.around(module, run);
      module.state = "linked";
    } catch (error) {
      fail(module, error);
    }
    return module;
  }

  /** Leaves the world with just these modules, and makes it the one that they import from. */
  keep(modules: ReadonlySet<UserModule>): void {
    for (const module of this.modules.values()) if (!modules.has(module)) this.modules.delete(module.file);
    for (const module of modules) module.surroundings = this;
  }

  get timers(): Timers {
    return this.#tools.timers;
  }

  async import(specifier: string, from: UserModule): Promise<Namespace> {
    const target = this.#find(specifier, from, "import");
    if (target.kind === "external") return target.load();
    await evaluate(target);
    return target.namespace;
  }

  require(specifier: string, from: UserModule): unknown {
    const target = this.#find(specifier, from, "require");
    if (target.kind === "external") return target.require();
    evaluateNow(target);
    return target.exported();
  }

  locate(specifier: string, from: UserModule, manner: Manner): string {
    const target = this.#tools.resolver.resolve({ specifier, from: from.file, manner });
    if (target.kind === "native") return target.specifier;
    return manner === "import" ? pathToFileURL(target.file).href : target.file;
  }

  #follow(module: UserModule, statement: Link["statement"]): Link {
    try {
      return { statement, target: this.#find(statement.specifier, module, "import") };
    } catch (error) {
      const place = placeOf(module, statement);
      throw place ? annotate(error as Error, { place }) : error;
    }
  }

  #find(specifier: string, from: UserModule, manner: Manner): Link["target"] {
    const { externals, resolver } = this.#tools;
    const provided = externals.provided(specifier, from);
    if (provided) return provided;
    const target = resolver.resolve({ specifier, from: from.file, manner });
    if (target.kind !== "file") return externals.load(target);
    from.dependencies.add(target.file);
    return this.link(target.file);
  }
}
