import type { Kind } from "./option.ts";
import type { options } from "./options.ts";

type Options = typeof options;

type LateName = {
  [Name in keyof Options]: Options[Name] extends { readonly early: true } ? never : Name;
}[keyof Options];

type InputOf<Entry> = Entry extends { readonly kind: Kind<infer _Value, infer Input> } ? Input : never;

/**
 * What a config file may say. Every setting may be left out. Times are milliseconds or text such as `"10s"`, sizes
 * bytes or text such as `"1mb"`, and relative paths start at the config file's folder.
 */
export type UserConfig = { readonly [Name in LateName]?: InputOf<Options[Name]> | undefined };

/** What a config function is told. */
export interface ConfigContext {
  /** From `--mode`, `SIO_MODE` or `NODE_ENV`, else `"development"`. */
  readonly mode: string;
  /** The environment with the variables of the `.env` files in it. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A config file's default export: the settings, or a function that returns them. */
export type ConfigExport = UserConfig | ((context: ConfigContext) => UserConfig | Promise<UserConfig>);

/**
 * Returns `config` as it is; it is there so that the editor knows the settings of `sio.config.ts`.
 *
 * @example
 * // sio.config.ts
 * import { defineConfig } from "sio-serve";
 *
 * export default defineConfig(({ mode }) => ({
 *   handlers: "./handlers.ts",
 *   host: mode === "production" ? "0.0.0.0" : "127.0.0.1",
 *   pingInterval: "10s",
 * }));
 */
export function defineConfig(config: ConfigExport): ConfigExport {
  return config;
}
