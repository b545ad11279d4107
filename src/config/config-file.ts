import { readFile } from "node:fs/promises";
import { basename, dirname, relative } from "node:path";
import type { Loader } from "cosmiconfig";
import { configFileError } from "./config-error.ts";
import { moduleExtensions } from "./config-place.ts";
import type { ConfigContext } from "./define.ts";
import { ungrouped } from "./groups.ts";
import { type Layer, lineOf } from "./layer.ts";

/** Evaluates a TypeScript or JavaScript file, given by its absolute path, and returns its exports. */
export type LoadModule = (file: string) => Promise<Readonly<Record<string, unknown>>>;

/** What is needed to read a config file besides its absolute path. */
export interface ConfigFileRequest {
  /** File names in messages start here. */
  readonly cwd: string;
  /** What a config function is told. */
  readonly context: ConfigContext;
  readonly loadModule: LoadModule;
}

/**
 * Reads one config file of any form, and calls it where it is a function.
 *
 * @throws SioError `config` with file, line and cause where it cannot be read or understood, or throws
 */
export async function readConfigFile(file: string, { cwd, context, loadModule }: ConfigFileRequest): Promise<Layer> {
  const shown = relative(cwd, file);
  // Loaded here because most projects have no such file, and every start would pay for it.
  const { cosmiconfig } = await import("cosmiconfig");
  const loadDefault: Loader = async (path) => defaultExport(await loadModule(path));
  const loaders = Object.fromEntries(moduleExtensions.map((extension) => [`.${extension}`, loadDefault]));
  try {
    const found = await cosmiconfig("sio", { searchPlaces: [], cache: false, loaders }).load(file);
    const exported: unknown = found?.config ?? {};
    const values: unknown = typeof exported === "function" ? await exported(context) : exported;
    if (!isSettings(values)) throw new Error("Settings must be an object, or a function that returns one.");
    return await layerOf(values, file, shown);
  } catch (error) {
    throw configFileError(error, file, shown);
  }
}

function defaultExport(namespace: Readonly<Record<string, unknown>>): unknown {
  if ("default" in namespace) return namespace.default;
  throw new Error("There is no default export. Write: export default { … };");
}

function isSettings(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

async function layerOf(given: Readonly<Record<string, unknown>>, file: string, shown: string): Promise<Layer> {
  const { values, written } = ungrouped(given);
  const text = await readFile(file, "utf8");
  const prefix = basename(file) === "package.json" ? "sio." : "";
  const line = (name: string) => lineOf(text, new RegExp(`^[^/#]*["']?\\b${escapePattern(name)}\\b["']?\\s*:`));
  return {
    values,
    folder: dirname(file),
    late: true,
    nameOf(name) {
      const path = written.get(name) ?? name;
      return `${prefix}${path} in ${shown}${line(path.slice(path.lastIndexOf(".") + 1))}`;
    },
  };
}

function escapePattern(text: string): string {
  return text.replace(/[^\w]/g, "\\$&");
}
