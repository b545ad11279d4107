import type { Config, OptionName } from "../config/options.ts";
import type { EngineAbilities } from "../engines/engine.ts";
import type { Level } from "../lib/finding.ts";

/** Settings that are right one by one and wrong together. */
export interface SettingRule {
  /** Stays the same for ever: people write it into `doctorIgnore`. */
  readonly id: string;
  /** `fatal` is what would not work at all, `warning` what works otherwise than somebody meant. */
  readonly level: Exclude<Level, "info">;
  /** The settings that are shown with their origin. */
  readonly about: readonly OptionName[];
  /** The rule counts only if somebody has chosen this setting: that a default has no effect is no mistake. */
  readonly chosen?: OptionName;
  readonly broken: (config: Config, engine: EngineAbilities) => boolean;
  /** One sentence: what is wrong. */
  readonly say: string | ((config: Config, engine: EngineAbilities) => string);
  /** One sentence: what to do. */
  readonly fix: string;
  /** Settings that break this rule and no other. */
  readonly example: Partial<Config>;
  /** The engine that breaks it, where the one by default does not. */
  readonly exampleEngine?: EngineAbilities;
}
