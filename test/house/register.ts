import { posix } from "node:path";
import { targetOf } from "./layers.ts";
import type { Source } from "./source.ts";

/** A folder to which things are added: one file each, and a line in the register. */
export interface PluginFolder {
  readonly folder: string;
  /** The file that lists all the others. */
  readonly register: string;
  /** The file that says what each of the others must do; the register need not import it. */
  readonly contract?: string;
  /** Files that are no choice of the user's: whoever needs one names it. */
  readonly apart?: readonly string[];
}

/** Every folder of `src` that grows by adding a file. */
export const pluginFolders: readonly PluginFolder[] = [
  { folder: "src/engines", register: "src/engines/index.ts", contract: "src/engines/engine.ts" },
  {
    folder: "src/adapters",
    register: "src/adapters/index.ts",
    contract: "src/adapters/adapter.ts",
    apart: ["src/adapters/cluster.ts", "src/adapters/reached.ts", "src/adapters/uncounted.ts"],
  },
  { folder: "src/features", register: "src/features/index.ts", contract: "src/features/feature.ts" },
  { folder: "src/conflicts/rules", register: "src/conflicts/packages.ts" },
  {
    folder: "src/conflicts/environment",
    register: "src/conflicts/environment/index.ts",
    contract: "src/conflicts/environment/check.ts",
  },
  { folder: "src/probe/checks", register: "src/probe/checks.ts" },
  { folder: "src/config/options", register: "src/config/options.ts" },
  { folder: "src/cli/commands", register: "src/cli/main.ts" },
];

/** One sentence for each file of a plug-in folder that neither its register nor a plug-in listed there imports. */
export function unlisted(sources: readonly Source[], plugins: PluginFolder): string[] {
  const files = pluginsIn(sources, plugins);
  const reached = reachedFrom(plugins.register, sources, files);
  return files
    .filter((file) => !reached.has(file))
    .map((file) => `${file} is not in the register ${plugins.register}.`);
}

/** One sentence for each import of a plug-in by name, from outside its folder and its register. */
export function namedPlugins(sources: readonly Source[], plugins: PluginFolder): string[] {
  const files = pluginsIn(sources, plugins);
  return sources
    .filter(({ file }) => file !== plugins.register && !file.startsWith(`${plugins.folder}/`))
    .flatMap(({ file, imports }) =>
      imports
        .filter(({ name }) => files.includes(targetOf(file, name) ?? ""))
        .map(({ name, line }) => `${file}:${line} imports ${name}: ask the register ${plugins.register}.`),
    );
}

function pluginsIn(sources: readonly Source[], { folder, register, contract, apart = [] }: PluginFolder): string[] {
  return sources
    .map(({ file }) => file)
    .filter((file) => posix.dirname(file) === folder && ![register, contract, ...apart].includes(file));
}

/** Those of `files` that `start` imports, itself or by way of others of them. */
function reachedFrom(start: string, sources: readonly Source[], files: readonly string[]): Set<string> {
  const reached = new Set<string>();
  const follow = (from: string) => {
    const imports = sources.find(({ file }) => file === from)?.imports ?? [];
    for (const target of imports.map(({ name }) => targetOf(from, name) ?? "")) {
      if (!files.includes(target) || reached.has(target)) continue;
      reached.add(target);
      follow(target);
    }
  };
  follow(start);
  return reached;
}
