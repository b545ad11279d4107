import { relative } from "node:path";
import { isEncrypted } from "../../config/encryption.ts";
import type { Config } from "../../config/options.ts";
import { SioError } from "../../errors.ts";
import type { LoadedSettings } from "../settings.ts";
import { type Carried, carriedFrom, isInside } from "./carried.ts";
import { type Project, readProject } from "./project.ts";

/** What files for a deployment are filled with. */
export interface Deployment extends Project, Carried {
  readonly config: Config;
  /** What comes after `sio-serve` on the command line: paths relative to the project's folder. */
  readonly args: readonly string[];
  /** The port of the settings, or the usual one where they leave it open. */
  readonly port: number;
  /** Whether the server speaks TLS itself. */
  readonly encrypted: boolean;
  /** How long the server may take to stop, in whole seconds. */
  readonly graceSeconds: number;
}

/** What a server needs besides the time for its handlers, in seconds. */
const marginSeconds = 5;

/**
 * Joins settings and project.
 *
 * @param folder the project's
 * @param configFile the config file that the command line names
 * @throws SioError `usage` if no handlers are named or a file is outside of the project, `config` if its package.json lacks sio-serve
 */
export function deploymentOf(settings: LoadedSettings, folder: string, configFile: string | undefined): Deployment {
  const { config } = settings;
  const named = configFile === undefined ? [] : ["--config", placeOf("The config file", settings.configFile, folder)];
  return {
    ...readProject(folder),
    ...carriedFrom(settings, folder),
    config,
    args: [placeOf("The handlers", config.handlers, folder), ...named],
    port: typeof config.port === "number" && config.port > 0 ? config.port : 5_000,
    encrypted: isEncrypted(config),
    graceSeconds: Math.ceil((config.drainDelay + config.shutdownTimeout) / 1_000) + marginSeconds,
  };
}

function placeOf(what: string, path: string | undefined, folder: string): string {
  if (path === undefined) {
    throw new SioError("usage", "No handlers are named, so there is nothing to deploy.", {
      hint: "Name them: sio deploy-files docker handlers.ts",
    });
  }
  if (isInside(path, folder)) return relative(folder, path) || ".";
  throw new SioError("usage", `${what} must be in the folder that is deployed, ${folder}, and not at ${path}.`, {
    hint: "Run the command in the folder of the project.",
  });
}
