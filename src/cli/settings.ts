import { join } from "node:path";
import type { Command } from "commander";
import type { LoadModule } from "../config/config-file.ts";
import { defineConfig, type UserConfig } from "../config/define.ts";
import { type Layer, objectLayer } from "../config/layer.ts";
import type { Config } from "../config/options.ts";
import type { Settings } from "../config/resolve.ts";
import { readSources, type Sources } from "../config/sources.ts";
import { type FittingSettings, resolveSettings } from "../conflicts/find-settings.ts";
import { createModuleGraph, type ModuleGraph } from "../modules/index.ts";
import type { Edge } from "./edge.ts";
import { flagLayer, type SourceFlags } from "./flags.ts";

/** Every setting with its origin, and what was read to know them. */
export interface LoadedSettings extends Settings, Omit<Sources, "layers" | "places"> {
  /** Absolute paths of the files that settings come from, or would if they existed; with all that a config file imports and the files in `contents`. */
  readonly sources: ReadonlySet<string>;
  /** What is in the files that settings name and the server reads when it starts, by path. */
  readonly contents: Readonly<Record<string, string>>;
}

/** Reads the settings, given the environment without what `.env` files have added to it. */
export type ReadSettings = (env: Edge["env"]) => Promise<LoadedSettings>;

/** How settings are made of what was read. */
export interface LoadOptions {
  /** What the command has instead of the defaults in the table. */
  readonly defaults?: UserConfig;
  /** Makes settings of layers. Settings that exclude each other are refused, unless a command has another use for them. */
  readonly resolve?: (layers: readonly Layer[]) => FittingSettings;
}

/**
 * Joins all sources for one run of a command: flags, environment, `.env` files, config file, defaults. The caller puts
 * `variables` into the environment of the handlers and prints `warnings`.
 *
 * @param command has been given its flags by `addOptionFlags`, and is parsed
 * @throws SioError `config` that tells every mistake at once, `input` where a named file does not exist
 */
export async function loadSettings(
  edge: Edge,
  command: Command,
  { defaults = {}, resolve = resolveSettings }: LoadOptions = {},
): Promise<LoadedSettings> {
  const { cwd, env } = edge;
  const flags = flagLayer(command, cwd);
  const { config: configFile, envFile } = command.opts<SourceFlags>();
  const modules = configModules(cwd);
  try {
    const mode = flags.values.mode;
    const loadModule = modules.load;
    const { layers, places, ...read } = await readSources({ cwd, env, mode, configFile, envFile, loadModule });
    const sources = new Set([...places, ...modules.files(), join(cwd, "package.json")]);
    const own = { ...objectLayer(defaults, cwd), nameOf: () => `sio ${command.name()}` };
    const { warnings, ...settings } = resolve([own, ...layers, flags]);
    const contents = await contentsOf(settings.config);
    for (const path of Object.keys(contents)) sources.add(path);
    return { ...settings, ...read, contents, warnings: [...read.warnings, ...warnings], sources };
  } finally {
    modules.close();
  }
}

/** Hardly any server has such files, and starting without them must stay fast. */
async function contentsOf(config: Config): Promise<LoadedSettings["contents"]> {
  if (config.tlsCert === undefined) return {};
  const { tlsFiles } = await import("../run/tls-files.ts");
  return tlsFiles(config);
}

/** Evaluates config files by the same rules as handlers; nothing is loaded before there is one. */
function configModules(root: string): { readonly load: LoadModule; files(): Iterable<string>; close(): void } {
  let graph: ModuleGraph | undefined;
  let files: ReadonlySet<string> = new Set();
  return {
    async load(file) {
      graph = createModuleGraph({
        root,
        provided: { "sio-serve": { defineConfig } },
        fallback: { names: [], from: root },
      });
      const loaded = await graph.load([file]);
      files = loaded.files;
      return loaded.namespaces[0] ?? {};
    },
    files: () => files,
    close: () => graph?.close(),
  };
}
