import type { UserModule } from "./user-module.ts";

type Modules = ReadonlyMap<string, UserModule>;

/** The modules whose own text and settings are as they were; they may import something that has changed. */
export function untouchedModules(modules: Modules, changed: ReadonlySet<string>): UserModule[] {
  return [...modules.values()].filter((module) => !isTouched(module, changed));
}

/** The modules that a change leaves as they are: neither changed, nor failed, nor dependent on one that is. */
export function unchangedModules(modules: Modules, changed: ReadonlySet<string>): UserModule[] {
  const dependants = dependantsOf(modules);
  const stale = new Set<UserModule>();
  const queue = [...modules.values()].filter((module) => isTouched(module, changed));
  for (let module = queue.pop(); module; module = queue.pop()) {
    if (stale.has(module)) continue;
    stale.add(module);
    queue.push(...(dependants.get(module.file) ?? []));
  }
  return [...modules.values()].filter((module) => !stale.has(module));
}

/** The modules that `entries` depend on, directly or not, with themselves: each after those that it depends on, but for cycles. */
export function reachable(modules: Modules, entries: readonly UserModule[]): Set<UserModule> {
  const found = new Set<UserModule>();
  const seen = new Set<UserModule>();
  const visit = (module: UserModule) => {
    if (seen.has(module)) return;
    seen.add(module);
    for (const file of module.dependencies) {
      const dependency = modules.get(file);
      if (dependency) visit(dependency);
    }
    found.add(module);
  };
  for (const entry of entries) visit(entry);
  return found;
}

function isTouched({ file, settings, state }: UserModule, changed: ReadonlySet<string>): boolean {
  return state === "failed" || changed.has(file) || settings.some((one) => changed.has(one));
}

function dependantsOf(modules: Modules): Map<string, UserModule[]> {
  const dependants = new Map<string, UserModule[]>();
  for (const module of modules.values()) {
    for (const file of module.dependencies) {
      const known = dependants.get(file);
      if (known) known.push(module);
      else dependants.set(file, [module]);
    }
  }
  return dependants;
}
