import { basename } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { type OptionName, optionNames } from "../config/options.ts";
import type { Settings } from "../config/resolve.ts";

/** Settings, and what they were made from. */
export interface Project extends Settings {
  /** Absolute paths of the files that settings come from, or would if they existed. */
  readonly sources: ReadonlySet<string>;
  /** What `.env` files add to the environment. */
  readonly variables: Readonly<Record<string, string>>;
  /** What is in the files that settings name and the server reads when it starts, by path. */
  readonly contents: Readonly<Record<string, string>>;
}

/** Settings that come into force without a restart. */
const adjustable: ReadonlySet<OptionName> = new Set(["logLevel", "quiet", "open"]);

/** The settings that two projects do not agree on. */
export function differing({ config }: Project, next: Project): OptionName[] {
  return optionNames.filter((name) => !isDeepStrictEqual(config[name], next.config[name]));
}

/**
 * Why changed files of settings need a restart though no setting has changed, as the end of a sentence: a package that has been loaded
 * cannot be loaded again in place.
 */
export function whyInstalled(changed: readonly string[]): string | undefined {
  return changed.some((path) => basename(path) === "package.json") ? "package.json has changed" : undefined;
}

/** Why the difference between two sets of settings needs a restart, as the end of a sentence; `undefined` if it does not. */
export function whyRestart(former: Project, next: Project): string | undefined {
  const names = differing(former, next).filter((name) => !adjustable.has(name));
  if (names.length > 0) return names.map((name) => whyDiffers(name, next.origin[name])).join(", ");
  const variables = differingKeys(former.variables, next.variables);
  if (variables.length > 0) return `the environment has changed (${variables.join(", ")})`;
  const files = differingKeys(former.contents, next.contents).map((path) => basename(path));
  return files.length > 0 ? `${files.join(" and ")} ${files.length > 1 ? "have" : "has"} changed` : undefined;
}

function whyDiffers(name: OptionName, origin: string): string {
  return origin === "default" ? `${name} is no longer set` : `${name} has changed (${origin})`;
}

type Texts = Readonly<Record<string, string>>;

function differingKeys(former: Texts, next: Texts): string[] {
  const keys = new Set([...Object.keys(former), ...Object.keys(next)]);
  return [...keys].filter((key) => former[key] !== next[key]);
}
