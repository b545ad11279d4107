import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { SioError } from "../errors.ts";
import { type LoadModule, readConfigFile } from "./config-file.ts";
import { configFileNames, findConfigFile } from "./config-place.ts";
import { envFilePlaces, readEnvFiles } from "./env-files.ts";
import type { Layer } from "./layer.ts";
import { options } from "./options.ts";
import { idleVariables, type Variables, variableLayer } from "./variables.ts";

/** Where to look for settings. */
export interface SourcesRequest {
  readonly cwd: string;
  readonly env: Variables;
  /** What the command line says the mode is. It chooses the `.env` files, and is told to a config function. */
  readonly mode?: unknown;
  /** This config file instead of the nearest one. */
  readonly configFile?: string | undefined;
  /** One more `.env` file, or `false` for none at all. */
  readonly envFile?: string | false | undefined;
  readonly loadModule: LoadModule;
}

/** What files and environment say; flags are stronger and for the caller to add. */
export interface Sources {
  /** Weakest first: config file, `.env` files, environment. */
  readonly layers: readonly Layer[];
  /** The absolute path of the config file, if there is one. */
  readonly configFile: string | undefined;
  /** The absolute paths of the `.env` files that were read, weakest first. */
  readonly envFiles: readonly string[];
  /** Absolute paths at which a `.env` file or a config file was looked for; more of them may be there later. */
  readonly places: readonly string[];
  /** What the `.env` files add to the environment; never a variable that is set already. */
  readonly variables: Readonly<Record<string, string>>;
  /** Whole sentences about what has no effect. */
  readonly warnings: readonly string[];
}

/**
 * Reads every source of settings but the command line. No value is checked yet.
 *
 * @throws SioError `config` where a file cannot be read or understood, `input` where one that was named does not exist
 */
export async function readSources(request: SourcesRequest): Promise<Sources> {
  const { cwd, env, envFile, loadModule } = request;
  const place = { folder: cwd, describe: (variable: string) => variable, late: false };
  const environment = variableLayer(env, place);
  const mode = String(request.mode ?? environment.values.mode ?? options.mode.default);
  const [envFiles, configFile] = await Promise.all([readEnvFiles({ cwd, mode, envFile }), placeOfConfig(request)]);
  const variables = withoutSet(envFiles.variables, env);
  const context = { mode, env: { ...env, ...variables } };
  const config = configFile ? [await readConfigFile(configFile, { cwd, context, loadModule })] : [];
  return {
    layers: [...config, ...envFiles.layers, environment],
    configFile,
    envFiles: envFiles.files,
    places: [
      ...envFilePlaces({ cwd, mode, envFile }),
      ...(configFile ? [configFile] : configFileNames.map((name) => resolve(cwd, name))),
    ],
    variables,
    warnings: [...idleVariables(env, place), ...envFiles.warnings],
  };
}

async function placeOfConfig({ cwd, configFile }: SourcesRequest): Promise<string | undefined> {
  if (configFile === undefined) return findConfigFile(cwd);
  const file = resolve(cwd, configFile);
  if (!existsSync(file)) throw new SioError("input", `The config file ${configFile} does not exist.`);
  return file;
}

function withoutSet(variables: Readonly<Record<string, string>>, env: Variables): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => env[name] === undefined));
}
