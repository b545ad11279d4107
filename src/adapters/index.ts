import { readBrokerUrl, schemeOf } from "../lib/broker-url.ts";
import type { Adapter, Mode } from "./adapter.ts";
import { amqp } from "./amqp.ts";
import { mongodb } from "./mongodb.ts";
import { nats } from "./nats.ts";
import { postgres } from "./postgres.ts";
import { redis } from "./redis.ts";

/** Every adapter that a URL can choose. */
export const adapters = { redis, nats, amqp, postgres, mongodb } satisfies Record<string, Adapter>;

const all: readonly Adapter[] = Object.values(adapters);

/** The schemes of all adapters, without the colon. */
export const schemes: readonly string[] = all.flatMap((adapter) => adapter.schemes);

/** What a URL asks for. */
export interface AskedAdapter {
  readonly adapter: Adapter;
  /** The name of its mode: the one of the URL, which may be one that there is not, or else the default. */
  readonly mode: string;
  /** `undefined` where the adapter has no such mode. */
  readonly ability: Mode | undefined;
}

/** The adapter that a URL chooses; `undefined` if its scheme is nobody's or it is no URL. */
export function adapterOf(href: string): AskedAdapter | undefined {
  const scheme = schemeOf(href);
  const adapter = all.find((one) => one.schemes.includes(scheme));
  const address = readBrokerUrl(href);
  if (!adapter || !address) return undefined;
  const [usual = ""] = Object.keys(adapter.modes);
  const mode = address.url.searchParams.get("mode") ?? usual;
  return { adapter, mode, ability: Object.hasOwn(adapter.modes, mode) ? adapter.modes[mode] : undefined };
}
