import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import type { ModuleGraphOptions, ModuleVersion } from "./contract.ts";
import { createNamespace, fillFromExports, type Namespace } from "./namespace.ts";
import type { Target } from "./resolve.ts";

/** A module that Node or the caller provides: one instance, whatever happens to the user's own. */
export interface External {
  readonly kind: "external";
  /** Its exports, or undefined until it has been loaded. */
  readonly namespace: () => Namespace | undefined;
  /** Whether names that `import` does not see may be taken from its default export. */
  readonly commonJs: boolean;
  readonly load: () => Promise<Namespace>;
  /** What `require` gives; also makes the namespace available where nothing may be awaited. */
  readonly require: () => unknown;
}

type OutsideTarget = Exclude<Target, { kind: "file" }>;

/** The modules outside the user's files; each is one instance for all versions of those. */
export interface Externals {
  /** What the caller provides to a module under this name, if anything. */
  provided(specifier: string, importer: ModuleVersion): External | undefined;
  load(target: OutsideTarget): External;
}

/** The modules in `provided`, by specifier, and whatever Node can load. */
export function createExternals(provided: ModuleGraphOptions["provided"]): Externals {
  const provide = typeof provided === "function" ? provided : (specifier: string) => provided[specifier];
  const loaded = new Map<string, External>();
  return {
    provided(specifier, importer) {
      const exports = provide(specifier, importer);
      return exports && providedModule(exports as Namespace);
    },
    load(target) {
      const key = target.kind === "native" ? target.specifier : target.file;
      const external = loaded.get(key) ?? nodeModule(target);
      loaded.set(key, external);
      return external;
    },
  };
}

/** A module whose exports are at hand. */
function providedModule(namespace: Namespace): External {
  return {
    kind: "external",
    commonJs: false,
    namespace: () => namespace,
    load: async () => namespace,
    require: () => namespace,
  };
}

/** A module that Node loads, when it is first asked for. */
function nodeModule(target: OutsideTarget): External {
  const specifier = target.kind === "native" ? target.specifier : target.file;
  const format = target.kind === "package" ? target.format : undefined;
  const nodeRequire = createRequire(import.meta.url);
  let namespace: Namespace | undefined;

  const requireIt = (): unknown => {
    const exported: unknown = nodeRequire(specifier);
    namespace ??= isModuleNamespace(exported) ? exported : namespaceOf(exported);
    return exported;
  };
  const load = async (): Promise<Namespace> => {
    // Node wants an import attribute for JSON, which no two versions spell alike.
    if (format === "json") requireIt();
    namespace ??= await import(target.kind === "native" ? specifier : pathToFileURL(specifier).href);
    return namespace as Namespace;
  };
  return { kind: "external", commonJs: format === "commonjs", namespace: () => namespace, load, require: requireIt };
}

function namespaceOf(exported: unknown): Namespace {
  const namespace = createNamespace();
  fillFromExports(namespace, exported);
  return namespace;
}

function isModuleNamespace(value: unknown): value is Namespace {
  return Object.prototype.toString.call(value) === "[object Module]";
}
