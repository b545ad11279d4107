import type { Layer } from "../config/layer.ts";
import type { Mistake } from "../config/mistakes.ts";
import type { Config, OptionName } from "../config/options.ts";
import { resolveConfig, type Settings } from "../config/resolve.ts";
import { align, showValue } from "../config/show.ts";
import type { EngineAbilities } from "../engines/engine.ts";
import { abilities as known } from "../engines/index.ts";
import type { SettingRule } from "./setting-rule.ts";
import { settingRules } from "./settings.ts";

/** Settings that were found to exclude each other. */
export interface SettingConflict extends Pick<SettingRule, "id" | "level" | "fix"> {
  /** One sentence: what is wrong. */
  readonly say: string;
  /** The settings that it is about, as a person would write them, and where each came from. */
  readonly values: readonly { readonly name: OptionName; readonly value: string; readonly origin: string }[];
}

/** What each engine can do, where that is another thing than it really can. */
type Abilities = Partial<Record<Config["engine"], EngineAbilities>>;

/** Finds the settings that exclude each other. Each is right by itself. */
export function findSettingConflicts(settings: Settings, abilities: Abilities = {}): readonly SettingConflict[] {
  const { config, origin } = settings;
  const engine = abilities[config.engine] ?? known[config.engine];
  return settingRules
    .filter(({ chosen, broken }) => (chosen === undefined || origin[chosen] !== "default") && broken(config, engine))
    .map(({ id, level, fix, about, say }) => ({
      id,
      level,
      fix,
      say: typeof say === "string" ? say : say(config, engine),
      values: about.map((name) => ({ name, value: showValue(name, config[name]), origin: origin[name] })),
    }));
}

/** Settings that can be served with. */
export interface FittingSettings extends Settings {
  /** A line for each conflict that is no more than a warning. */
  readonly warnings: readonly string[];
}

/**
 * Resolves settings as {@link resolveConfig} does, and refuses those that exclude each other.
 *
 * @throws SioError `config`, which tells every mistake at once
 */
export function resolveSettings(layers: readonly Layer[]): FittingSettings {
  let conflicts: readonly SettingConflict[] = [];
  const settings = resolveConfig(layers, (resolved) => {
    conflicts = findSettingConflicts(resolved);
    return conflicts.filter(({ level }) => level === "fatal").map(asMistake);
  });
  const ignored = new Set(settings.config.doctorIgnore);
  return { ...settings, warnings: conflicts.filter(({ id }) => !ignored.has(id)).map(asLine) };
}

function asMistake({ id, say, fix, values }: SettingConflict): Mistake {
  const rows = values.map(({ name, value, origin }) => [`    ${name}`, value, origin]);
  return { message: say, detail: align(rows).join("\n"), hint: `${fix} [${id}]` };
}

function asLine({ id, say, fix, values }: SettingConflict): string {
  const given = values
    .map(({ name, value, origin }) => `${name} ${value}${origin === name ? "" : ` from ${origin}`}`)
    .join(", ");
  return `${say} (${given}) ${fix} [${id}]`;
}
