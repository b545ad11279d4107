import { isBuiltin } from "node:module";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { NapiResolveOptions, ResolverFactory } from "oxc-resolver";
import { extensionAliases, extensions } from "./extensions.ts";
import { lazy } from "./lazy.ts";
import { type Manner, missingModule, type Request } from "./missing.ts";

/** What an import leads to. */
export type Target =
  /** One of the user's own files, by its real path. */
  | { readonly kind: "file"; readonly file: string }
  /** A file of an npm package, which Node loads itself; `format` as Node would see it. */
  | { readonly kind: "package"; readonly file: string; readonly format: string | undefined }
  /** `node:fs` and the like, and URLs that only Node understands. */
  | { readonly kind: "native"; readonly specifier: string };

/** Where the packages come from that are served even to a project without node_modules. */
export interface Fallback {
  /** Package names; the user's own copy is taken where there is one. */
  readonly names: readonly string[];
  /** A file or folder inside the package that brings them along. */
  readonly from: string;
}

/** Finds what import specifiers lead to, as TypeScript and Node together would. */
export interface Resolver {
  /** @throws Error with Node's code and a hint if it leads nowhere. */
  resolve(request: Request): Target;
  /** Forgets what the disk looked like. */
  clear(): void;
}

const shared: NapiResolveOptions = {
  tsconfig: "auto",
  moduleType: true,
  nodePath: false,
  extensions: Object.keys(extensions),
  extensionAlias: extensionAliases,
};

const conditions = {
  import: ["node", "import", "module-sync", "node-addons"],
  require: ["node", "require", "module-sync", "node-addons"],
} as const satisfies Record<Manner, readonly string[]>;

/** Whether the graph evaluates the file itself: it is not part of an npm package, links followed. */
function isUserFile(file: string): boolean {
  return extname(file) in extensions && !/[\\/]node_modules[\\/]/.test(file);
}

/** A resolver that reads the disk when it is first needed and remembers it until `clear()`. */
export function createResolver(fallback: Fallback): Resolver {
  const resolvers = new Map<Manner, ResolverFactory>();
  // Packages are searched from the folder of a file, which this is whether `from` is a file or a folder.
  const inside = join(fallback.from, "file");

  const resolverFor = (manner: Manner) => {
    const known = resolvers.get(manner);
    if (known) return known;
    const options = { ...shared, conditionNames: [...conditions[manner]] };
    const { ResolverFactory } = lazy.oxcResolver();
    const [first] = resolvers.values();
    const created = first?.cloneWithOptions(options) ?? new ResolverFactory(options);
    resolvers.set(manner, created);
    return created;
  };
  const clear = () => {
    for (const resolver of resolvers.values()) resolver.clearCache();
  };

  function search({ specifier, from, manner }: Request) {
    const found = resolverFor(manner).resolveFileSync(from, specifier);
    if (found.path) return found;
    // The file may have been written since the folder was last read.
    clear();
    return resolverFor(manner).resolveFileSync(from, specifier);
  }

  return {
    clear,
    resolve(request) {
      const { specifier } = request;
      if (isBuiltin(specifier) || /^(?:node|data|https?):/.test(specifier)) return { kind: "native", specifier };
      const [path = ""] = specifier.split("?");
      const own = search({ ...request, specifier: path.startsWith("file:") ? fileURLToPath(path) : path });
      const brought = fallback.names.some((name) => specifier === name || specifier.startsWith(`${name}/`));
      const { path: file, moduleType, error } = own.path || !brought ? own : search({ ...request, from: inside });
      if (!file) throw missingModule(request, reasonFor(specifier, error));
      return isUserFile(file) ? { kind: "file", file } : { kind: "package", file, format: moduleType };
    },
  };
}

/** The resolver's own words are worth keeping only where a package was found and does not offer what is asked of it. */
function reasonFor(specifier: string, error = ""): string | undefined {
  return error.includes("is not exported") ? `The package does not export "${specifier}"` : undefined;
}
