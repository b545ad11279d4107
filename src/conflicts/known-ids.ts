import { environmentChecks } from "./environment/index.ts";
import { liveRules } from "./live-rules.ts";
import { rules } from "./packages.ts";
import { settingRules } from "./settings.ts";

/** The id of every conflict that can be ignored. */
export const knownIds: readonly string[] = [...rules, ...liveRules, ...settingRules, ...environmentChecks].map(
  ({ id }) => id,
);
