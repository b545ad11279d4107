import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { relative, resolve } from "node:path";
import { SioError } from "../errors.ts";
import { type Layer, lineOf } from "./layer.ts";
import { idleVariables, variableLayer } from "./variables.ts";

/** Which `.env` files to read. */
export interface EnvFilesRequest {
  readonly cwd: string;
  readonly mode: string;
  /** One more file, stronger than the others; it must exist. `false` reads none at all. */
  readonly envFile?: string | false | undefined;
}

/** What the `.env` files that exist say. */
export interface EnvFiles {
  /** Absolute paths, weakest first. */
  readonly files: readonly string[];
  /** A layer a file, weakest first. */
  readonly layers: readonly Layer[];
  /** All their variables, those of stronger files in force. */
  readonly variables: Readonly<Record<string, string>>;
  readonly warnings: readonly string[];
}

/**
 * Reads `.env`, `.env.local`, `.env.<mode>` and `.env.<mode>.local` in `cwd`, weakest first, as far as they exist.
 *
 * @throws SioError `config` where a file cannot be read, `input` where the one that was asked for does not exist
 */
export async function readEnvFiles({ cwd, mode, envFile }: EnvFilesRequest): Promise<EnvFiles> {
  const read = await Promise.all([
    ...usualNames({ mode, envFile }).map((file) => readEnvFile(cwd, file, { required: false })),
    ...(envFile ? [readEnvFile(cwd, envFile, { required: true })] : []),
  ]);
  const found = read.filter((file) => file !== undefined);
  return {
    files: found.map(({ file }) => file),
    layers: found.map(({ layer }) => layer),
    variables: Object.assign({}, ...found.map(({ variables }) => variables)),
    warnings: found.flatMap(({ warnings }) => warnings),
  };
}

/** Absolute paths of all files that {@link readEnvFiles} looks for, weakest first. */
export function envFilePlaces({ cwd, mode, envFile }: EnvFilesRequest): readonly string[] {
  const names = [...usualNames({ mode, envFile }), ...(envFile ? [envFile] : [])];
  return names.map((name) => resolve(cwd, name));
}

function usualNames({ mode, envFile }: Omit<EnvFilesRequest, "cwd">): readonly string[] {
  return envFile === false ? [] : [".env", ".env.local", `.env.${mode}`, `.env.${mode}.local`];
}

async function readEnvFile(cwd: string, name: string, { required }: { readonly required: boolean }) {
  const file = resolve(cwd, name);
  if (!required && !existsSync(file)) return undefined;
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" && !required) return undefined;
    throw unreadable(name, error);
  });
  if (text === undefined) return undefined;
  // Loaded here because most projects have no such file, and every start would pay for it.
  const { parse } = await import("dotenv");
  const variables = parse(text);
  const describe = (variable: string) => {
    const line = lineOf(text, new RegExp(`^\\s*(?:export\\s+)?${variable}\\s*[=:]`));
    return `${variable} in ${relative(cwd, file)}${line}`;
  };
  const place = { folder: cwd, describe, late: true };
  return { file, variables, layer: variableLayer(variables, place), warnings: idleVariables(variables, place) };
}

function unreadable(name: string, cause: NodeJS.ErrnoException): SioError {
  if (cause.code === "ENOENT") return new SioError("input", `The env file ${name} does not exist.`, { cause });
  return new SioError("config", `The env file ${name} cannot be read: ${cause.message}.`, { cause });
}
