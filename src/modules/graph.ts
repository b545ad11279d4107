import { existsSync, realpathSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { SioError } from "../errors.ts";
import { within } from "../lib/within.ts";
import type { ModuleGraph, ModuleGraphOptions } from "./contract.ts";
import { evaluate } from "./evaluate.ts";
import { explain, userFrameOf } from "./explain.ts";
import { createExternals } from "./external.ts";
import { Programs } from "./programs.ts";
import { createResolver } from "./resolve.ts";
import { StackTraces } from "./stack-traces.ts";
import { reachable, unchangedModules, untouchedModules } from "./stale.ts";
import { unsettled } from "./unsettled.ts";
import type { UserModule } from "./user-module.ts";
import { World, type WorldTools } from "./world.ts";

/**
 * Creates a graph in which nothing is loaded. Loading imports npm packages through Node, so these stay single
 * instances; the user's own files are functions that are garbage-collected when a newer version has replaced them.
 *
 * @example
 * const graph = createModuleGraph({ root: process.cwd(), provided: { "sio-serve": api }, fallback });
 * const loaded = await graph.load(["/project/handlers.ts"]);
 * loaded.commit();
 */
export function createModuleGraph(options: ModuleGraphOptions): ModuleGraph {
  const { root, provided, fallback, timers = globalThis, around = (_, code) => code() } = options;
  const traces = new StackTraces();
  const programs = new Programs();
  const resolver = createResolver(fallback);
  const tools: WorldTools = { resolver, externals: createExternals(provided), programs, traces, timers, around };
  const pending = new Set<string>();
  let inForce = new World(tools);
  inForce.inForce = true;
  let retired: readonly UserModule[] = [];
  let attempted: ReadonlySet<string> = new Set();
  traces.install();

  return {
    async load(entries, changed, enter) {
      for (const file of changed ?? []) for (const path of realPaths(file)) pending.add(path);
      const included = [...pending];
      const current = changed ? inForce.modules : new Map<string, UserModule>();
      const carried = unchangedModules(current, pending);
      forget(untouchedModules(current, pending));
      const world = new World(tools, carried);
      const entryModules = await loadAll(entries, world, enter).catch((error) => {
        attempted = filesOf(world.modules.values());
        throw explain(error, { root, thrownAt: traces.firstPlace(error), file: failedFile(world, error) });
      });
      const modules = reachable(world.modules, entryModules);
      const before = new Set(carried);
      return {
        namespaces: entryModules.map(({ namespace }) => namespace),
        modules: [...modules],
        entries: entryModules,
        evaluated: [...modules].filter((module) => !before.has(module)).map(({ file }) => file),
        files: filesOf(modules),
        commit() {
          retired = [...inForce.modules.values()].filter((module) => !modules.has(module));
          inForce.inForce = false;
          inForce = world;
          inForce.inForce = true;
          attempted = new Set();
          world.keep(modules);
          for (const file of included) pending.delete(file);
        },
      };
    },
    stale(changed) {
      const modules = [...inForce.modules.values()];
      if (!changed) return modules;
      const paths = Array.from(changed).flatMap(realPaths);
      const unchanged = new Set(unchangedModules(inForce.modules, new Set([...pending, ...paths])));
      return modules.filter((module) => !unchanged.has(module));
    },
    files: () => new Set([...filesOf(inForce.modules.values()), ...attempted]),
    userFrame: (error) => userFrameOf(traces.firstPlace(error), root),
    close: () => traces.uninstall(),
  };

  /** Before a load: drops what is known of the disk and of code that nobody runs any more. */
  function forget(untouched: readonly UserModule[]): void {
    // Handlers of the version before may still be running, and may still throw.
    traces.keep([...inForce.modules.values(), ...retired].map(({ program }) => program));
    programs.keep(untouched.map(({ file }) => file));
    resolver.clear();
  }

  async function loadAll(
    entries: readonly string[],
    world: World,
    enter?: (entry: string) => void,
  ): Promise<UserModule[]> {
    const modules = entries.map((entry) => world.link(realEntry(entry)));
    for (const [index, module] of modules.entries()) {
      enter?.(entries[index] ?? module.file);
      await within(patienceMs, evaluate(module), () => unsettled(module, world.modules, patienceMs));
    }
    return modules;
  }

  function realEntry(entry: string): string {
    if (existsSync(entry)) return realpathSync(entry);
    throw new SioError("input", `There is no file "${relative(root, entry)}".`);
  }
}

/** How long an entry and what it imports may await outside functions. */
const patienceMs = 5_000;

/** A changed file is reported by the path that is watched and known by its real one; it may have been deleted. */
function realPaths(file: string): string[] {
  const folder = dirname(file);
  const real = existsSync(folder) ? join(realpathSync(folder), basename(file)) : file;
  return existsSync(file) ? [file, real, realpathSync(file)] : [file, real];
}

function filesOf(modules: Iterable<UserModule>): Set<string> {
  return new Set(Array.from(modules).flatMap(({ file, settings }) => [file, ...settings]));
}

function failedFile(world: World, error: unknown): string | undefined {
  return [...world.modules.values()].findLast((module) => module.state === "failed" && module.error === error)?.file;
}
