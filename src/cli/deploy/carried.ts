import { isAbsolute, relative } from "node:path";
import { type Kind, variableOf } from "../../config/option.ts";
import { type OptionName, optionNames, options } from "../../config/options.ts";
import type { Settings } from "../../config/resolve.ts";

/** Settings that must be given again where the server will run, since no file of the project gives them. */
export interface Carried {
  /** Variables with their values; paths are relative to the project's folder. */
  readonly variables: Readonly<Record<string, string>>;
  /** Variables that name certificates, keys, and files outside of the project, with the place that these have here. */
  readonly outside: Readonly<Record<string, string>>;
  /** Variables whose values are secrets, to be given in another way. */
  readonly secrets: readonly string[];
}

/** What the deployment itself decides, and what is of use at a desk only. */
const left: ReadonlySet<OptionName> = new Set([
  "handlers",
  "host",
  "port",
  "unixSocket",
  "mode",
  "https",
  "open",
  "qr",
  "quiet",
  "watch",
  "watchInclude",
  "watchIgnore",
  "allowWatchInProduction",
  "adminSocket",
  "doctorIgnore",
  "force",
]);

/** Certificates and keys, which belong into no image. */
const neverCopied: ReadonlySet<OptionName> = new Set(["tlsCert", "tlsKey", "tlsCa"]);

/** The kinds of settings whose values may be files. */
const places: ReadonlySet<string> = new Set(["path", "module"]);

/** Those of the settings that a flag or a variable gives, for a project in this folder. */
export function carriedFrom({ config, origin }: Settings, folder: string): Carried {
  const variables: Record<string, string> = {};
  const outside: Record<string, string> = {};
  const secrets: string[] = [];
  for (const name of optionNames) {
    const value = config[name];
    if (left.has(name) || value === undefined || !(isGiven(origin[name]) || neverCopied.has(name))) continue;
    const { kind, secret, mask } = options[name];
    // The value is of the kind of its own name, which the type of a name that varies cannot say.
    const text = (kind as Kind<unknown, never>).show(value);
    if (secret || mask) secrets.push(variableOf(name));
    else if (!places.has(kind.name) || !isAbsolute(text)) variables[variableOf(name)] = text;
    else if (isInside(text, folder) && !neverCopied.has(name))
      variables[variableOf(name)] = `./${relative(folder, text)}`;
    else outside[variableOf(name)] = text;
  }
  return { variables, outside, secrets };
}

/** Whether a path is that of a folder or of something in it. */
export function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way.split(/[\\/]/)[0] !== ".." && !isAbsolute(way);
}

/** Whether a flag or a variable gave it, and not the config file: "--cors", "SIO_CORS", "SIO_CORS in .env (line 3)". */
function isGiven(origin: string): boolean {
  return origin.startsWith("--") || /^[A-Z][A-Z\d_]*(?: in |$)/.test(origin);
}
