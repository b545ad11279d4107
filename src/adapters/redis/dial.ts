import { SioError } from "../../errors.ts";
import type { BrokerUrl } from "../../lib/broker-url.ts";
import type { RedisClient, RedisLibrary } from "./client.ts";

/** Makes a client that has not connected yet. It ends, whatever it does, when the signal comes. */
export type Dial = (signal: AbortSignal) => RedisClient;

/**
 * Says how to make clients of what a URL names.
 *
 * @throws SioError `config` if the URL names no database that there can be
 */
export function dialOf(library: RedisLibrary, address: BrokerUrl): Dial {
  const { url, hosts } = address;
  const scheme = url.protocol.slice(0, -1);
  const socket = { tls: /^(?:rediss|valkeys)/.test(scheme), connectTimeout: 4_000 };
  const account = {
    ...(url.username && { username: decodeURIComponent(url.username) }),
    ...(url.password && { password: decodeURIComponent(url.password) }),
  };
  const database = databaseOf(url);
  if (scheme.endsWith("+cluster")) {
    return (signal) =>
      library.createCluster({
        rootNodes: hosts.map((host) => ({ socket: placeOf(host) })),
        defaults: { ...common, ...account, socket: { ...socket, ...oneLife, signal } },
      });
  }
  return (signal) =>
    library.createClient({
      ...common,
      ...account,
      database,
      socket: { ...socket, ...oneLife, ...placeOf(hosts[0]), signal },
    });
}

const common = {
  // The form of answers that the official adapters were written for.
  RESP: 2,
  // What cannot be sent now is refused, and not kept for later.
  disableOfflineQueue: true,
  // A broker that has stopped reading is noticed within seconds; this bounds what waits until then.
  commandsQueueMaxLength: 100_000,
  disableClientInfo: true,
};

/** A connection that breaks is replaced by another client, in which nothing of the old one is left. */
const oneLife = { reconnectStrategy: false };

function placeOf(host: string): { host: string; port: number } {
  const { hostname, port } = new URL(`redis://${host}`);
  return { host: hostname.replace(/^\[|\]$/g, ""), port: port === "" ? 6_379 : Number(port) };
}

function databaseOf({ pathname }: URL): number {
  const name = pathname.replace(/^\/|\/$/g, "");
  if (/^\d{0,9}$/.test(name)) return Number(name);
  throw new SioError("config", `Databases of Redis are numbers, and the adapter's URL names "${name}".`, {
    hint: "Leave it out, or give its number: redis://127.0.0.1:6379/1",
  });
}
