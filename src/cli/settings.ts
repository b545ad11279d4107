import type { Command } from "commander";
import type { LoadModule } from "../config/config-file.ts";
import { defineConfig } from "../config/define.ts";
import { resolveConfig, type Settings } from "../config/resolve.ts";
import { readSources, type Sources } from "../config/sources.ts";
import type { ModuleGraph } from "../modules/index.ts";
import type { Edge } from "./edge.ts";
import { flagLayer, type SourceFlags } from "./flags.ts";

/** Every setting with its origin, and what was read to know them. */
export type LoadedSettings = Settings & Omit<Sources, "layers">;

/**
 * Joins all sources for one run of a command: flags, environment, `.env` files, config file, defaults. The caller puts
 * `variables` into the environment of the handlers and prints `warnings`.
 *
 * @param command has been given its flags by `addOptionFlags`, and is parsed
 * @throws SioError `config` that tells every mistake at once, `input` where a named file does not exist
 */
export async function loadSettings(edge: Edge, command: Command): Promise<LoadedSettings> {
  const { cwd, env } = edge;
  const flags = flagLayer(command, cwd);
  const { config: configFile, envFile } = command.opts<SourceFlags>();
  const modules = configModules(cwd);
  try {
    const mode = flags.values.mode;
    const { layers, ...read } = await readSources({ cwd, env, mode, configFile, envFile, loadModule: modules.load });
    return { ...resolveConfig([...layers, flags]), ...read };
  } finally {
    modules.close();
  }
}

/** Evaluates config files by the same rules as handlers; nothing is loaded before there is one. */
function configModules(root: string): { readonly load: LoadModule; close(): void } {
  let graph: ModuleGraph | undefined;
  return {
    async load(file) {
      const { createModuleGraph } = await import("../modules/index.ts");
      graph = createModuleGraph({
        root,
        provided: { "sio-serve": { defineConfig } },
        fallback: { names: [], from: root },
      });
      const { namespaces } = await graph.load([file]);
      return namespaces[0] ?? {};
    },
    close: () => graph?.close(),
  };
}
