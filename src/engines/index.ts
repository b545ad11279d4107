import { bun } from "./bun.ts";
import { eiows } from "./eiows.ts";
import type { Engine, EngineAbilities } from "./engine.ts";
import { uws } from "./uws.ts";
import { ws } from "./ws.ts";

/** Every engine by the name that the setting gives it: the fastest first, which is the order in which `auto` tries them. */
export const engines = { uws, bun, eiows, ws } satisfies Record<string, Engine>;

/** The name of an engine. */
export type EngineName = keyof typeof engines;

/** The names of all engines. */
export const engineNames = Object.keys(engines) as readonly EngineName[];

const all = Object.values<Engine>(engines);

/** What can be asked for with each value of the setting. `auto` takes an engine that can do it, so any that can is enough. */
export const abilities: Readonly<Record<EngineName | "auto", EngineAbilities>> = {
  ...engines,
  auto: {
    transports: [...new Set(all.flatMap(({ transports }) => transports))],
    cannot: (all[0]?.cannot ?? []).filter((capability) => all.every(({ cannot }) => cannot.includes(capability))),
  },
};
