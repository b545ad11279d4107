import type { Rule } from "./rule.ts";
import { adapterRules } from "./rules/adapters.ts";
import { addonRules } from "./rules/addons.ts";
import { advisoryRules } from "./rules/advisories.ts";
import { broughtAlongRules } from "./rules/brought-along.ts";
import { clientRules } from "./rules/clients.ts";
import { copyRules } from "./rules/copies.ts";
import { emitterRules } from "./rules/emitters.ts";
import { forcedRules } from "./rules/forced.ts";
import { lookAlikeRules } from "./rules/look-alikes.ts";
import { pageRules } from "./rules/pages.ts";
import { parserRules } from "./rules/parsers.ts";
import { redisRules } from "./rules/redis.ts";
import { runtimeRules } from "./rules/runtimes.ts";
import { serverRules } from "./rules/servers.ts";
import { v2CodeRules } from "./rules/v2-code.ts";

export { advisoriesAsOf } from "./rules/known-advisories.ts";

/** Every rule about packages and code. The id C04 is that of clients that only show when they connect. */
export const rules: readonly Rule[] = [
  ...clientRules,
  ...pageRules,
  ...copyRules,
  ...broughtAlongRules,
  ...redisRules,
  ...adapterRules,
  ...emitterRules,
  ...lookAlikeRules,
  ...runtimeRules,
  ...serverRules,
  ...v2CodeRules,
  ...forcedRules,
  ...parserRules,
  ...addonRules,
  ...advisoryRules,
].toSorted((a, b) => (a.id < b.id ? -1 : 1));
