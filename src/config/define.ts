import type { Group } from "./groups.ts";
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

/** The settings of a group by the rest of their names. */
type Inside<G extends Group> = {
  readonly [Name in LateName as Name extends `${G}${infer Rest}` ? Uncapitalize<Rest> : never]?:
    | InputOf<Options[Name]>
    | undefined;
};

/** What a config file exports: settings, those of a group as one object if that reads better: `doctor: { ignore: ["C09"] }`. */
export type FileConfig = UserConfig & { readonly [G in Group]?: Inside<G> };

/** What a config function is told. */
export interface ConfigContext {
  /** From `--mode`, `SIO_MODE` or `NODE_ENV`, else `"development"`. */
  readonly mode: string;
  /** The environment with the variables of the `.env` files in it. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A config file's default export: the settings, or a function that returns them. */
export type ConfigExport = FileConfig | ((context: ConfigContext) => FileConfig | Promise<FileConfig>);

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
