import { type Config, type OptionName, options } from "../config/options.ts";
import type { Capability, EngineAbilities } from "../engines/engine.ts";
import type { SettingRule } from "./setting-rule.ts";

/** The setting that asks an engine for something, and settings that do. */
interface Demand {
  readonly setting: OptionName;
  readonly example: Partial<Config>;
  /** Whether a value asks for it, where not every value but `false` and none does. */
  readonly asks?: (config: Config) => boolean;
}

/** By which setting each thing is asked for that not every engine can do. */
export const demands: Readonly<Record<Capability, Demand>> = {
  unixSocket: { setting: "unixSocket", example: { unixSocket: "/sio.sock" } },
  tls: { setting: "tlsCert", example: { tlsCert: "/cert.pem", tlsKey: "/key.pem" } },
  tlsCa: { setting: "tlsCa", example: { tlsCa: "/ca.pem", tlsCert: "/cert.pem", tlsKey: "/key.pem" } },
  oldClients: { setting: "allowEIO3", example: { allowEIO3: true } },
  httpCompression: { setting: "httpCompression", example: { httpCompression: true } },
  cookie: { setting: "cookie", example: { cookie: "io" } },
  perMessageDeflate: { setting: "perMessageDeflate", example: { perMessageDeflate: true } },
  workers: { setting: "workers", example: { workers: 2 }, asks: ({ workers }) => workers !== 1 },
};

/** What is asked of an engine that says it cannot do it. */
export const engineRules: readonly SettingRule[] = [
  {
    id: "engine-transports",
    level: "fatal",
    about: ["engine", "transports"],
    chosen: "transports",
    broken: ({ transports }, engine) => transports.some((name) => !engine.transports.includes(name)),
    say: ({ engine: name }, { transports }) => `The engine ${name} carries ${transports.join(" and ")} alone.`,
    fix: "Choose another engine, or offer only what this one carries: --transports.",
    example: { transports: ["polling", "websocket"] },
    exampleEngine: { transports: ["websocket"], cannot: [] },
  },
  ...(Object.keys(demands) as Capability[]).map((capability) => ruleFor(capability, demands[capability])),
];

/** The settings that somebody has changed and that an engine cannot obey. */
export function unmetBy({ transports, cannot }: EngineAbilities, config: Config): readonly OptionName[] {
  const unmet = cannot.map((capability) => demands[capability].setting);
  return [
    ...unmet.filter((setting) => Boolean(config[setting]) && config[setting] !== options[setting].default),
    ...(config.transports.every((name) => transports.includes(name)) ? [] : (["transports"] as const)),
  ];
}

function ruleFor(
  capability: Capability,
  { setting, example, asks = (config) => Boolean(config[setting]) }: Demand,
): SettingRule {
  return {
    id: `engine-${setting.replace(/[A-Z]+/g, (capitals) => `-${capitals.toLowerCase()}`)}`,
    level: "fatal",
    about: ["engine", setting],
    chosen: setting,
    broken: (config, engine) => asks(config) && engine.cannot.includes(capability),
    say: ({ engine: name }) => `The engine ${name} cannot do what ${setting} asks for.`,
    fix: `Choose another engine, or leave ${setting} out.`,
    example,
    exampleEngine: { transports: ["polling", "websocket"], cannot: [capability] },
  };
}
