import { type Config, type OptionName, options } from "../config/options.ts";
import type { Capability, EngineAbilities } from "../engines/engine.ts";
import type { SettingRule } from "./setting-rule.ts";

/** The setting that asks an engine for something, and settings that do. */
interface Demand {
  readonly setting: OptionName;
  /** Another setting that has a part in it: without it the first asks for nothing. */
  readonly with?: OptionName;
  readonly example: Partial<Config>;
  /** Whether a value asks for it, where not every value but `false` and none does. */
  readonly asks?: (config: Config) => boolean;
  /** What to do besides choosing another engine, where that is not to leave the setting out. */
  readonly fix?: string;
}

const severalWorkers = ({ workers }: Config) => workers !== 1;

/** By which setting each thing is asked for that not every engine can do. */
export const demands: Readonly<Record<Capability, Demand>> = {
  unixSocket: { setting: "unixSocket", example: { unixSocket: "/sio.sock" } },
  tls: { setting: "tlsCert", example: { tlsCert: "/cert.pem", tlsKey: "/key.pem" } },
  tlsCa: { setting: "tlsCa", example: { tlsCa: "/ca.pem", tlsCert: "/cert.pem", tlsKey: "/key.pem" } },
  oldClients: { setting: "allowEIO3", example: { allowEIO3: true } },
  httpCompression: { setting: "httpCompression", example: { httpCompression: true } },
  cookie: { setting: "cookie", example: { cookie: "io" } },
  perMessageDeflate: { setting: "perMessageDeflate", example: { perMessageDeflate: true } },
  workersPolling: {
    setting: "workers",
    with: "transports",
    example: { workers: 2, transports: ["polling", "websocket"] },
    asks: (config) => severalWorkers(config) && config.transports.includes("polling"),
    fix: "Offer --transports websocket alone, or choose --engine ws, on Node.js.",
  },
  workersUnixSocket: {
    setting: "workers",
    with: "unixSocket",
    example: { workers: 2, unixSocket: "/sio.sock" },
    asks: (config) => severalWorkers(config) && config.unixSocket !== undefined,
    fix: "Listen on a port, or choose --engine ws, on Node.js.",
  },
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
  const unmet = cannot
    .map((capability) => demands[capability])
    .filter((demand) => asks(demand, config) && config[demand.setting] !== options[demand.setting].default);
  const missing = config.transports.some((name) => !transports.includes(name)) ? (["transports"] as const) : [];
  return [...new Set([...unmet.flatMap(settingsOf), ...missing])];
}

function asks(demand: Demand, config: Config): boolean {
  return demand.asks?.(config) ?? Boolean(config[demand.setting]);
}

function settingsOf({ setting, with: other }: Demand): readonly OptionName[] {
  return other === undefined ? [setting] : [setting, other];
}

function ruleFor(capability: Capability, demand: Demand): SettingRule {
  const settings = settingsOf(demand);
  return {
    id: `engine-${settings.join("-").replace(/[A-Z]+/g, (capitals) => `-${capitals.toLowerCase()}`)}`,
    level: "fatal",
    about: ["engine", ...settings],
    chosen: demand.setting,
    broken: (config, engine) => asks(demand, config) && engine.cannot.includes(capability),
    say: ({ engine: name }) =>
      `The engine ${name} cannot do what ${settings.join(" and ")} ${settings.length === 1 ? "asks" : "ask"} for.`,
    fix: demand.fix ?? `Choose another engine, or leave ${demand.setting} out.`,
    example: demand.example,
    exampleEngine: { transports: ["polling", "websocket"], cannot: [capability] },
  };
}
