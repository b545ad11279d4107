import { importOptional, type OptionalPackage } from "../lib/optional-package.ts";
import type { Adapter } from "./adapter.ts";

const streams = packages("@socket.io/redis-streams-adapter");
const pubsub = packages("@socket.io/redis-adapter");

const modes = {
  streams: { about: "through a stream, which keeps what a client misses", needs: streams, recovers: true },
  pubsub: { about: "through Pub/Sub, which costs Redis least", needs: pubsub, recovers: false },
  sharded: {
    about: "through sharded Pub/Sub of Redis 7, which spreads namespaces over a cluster",
    needs: pubsub,
    recovers: false,
  },
} satisfies Adapter["modes"];

type ModeName = keyof typeof modes;

/** Redis, one server or a cluster, and what speaks its protocol. */
export const redis = {
  about: "Redis or Valkey, one server or a cluster",
  schemes: ["redis", "rediss", "redis+cluster", "rediss+cluster", "valkey", "valkeys"],
  example: "redis://127.0.0.1:6379",
  modes,
  async load(mode, root) {
    const { needs } = modes[mode as ModeName];
    const wanted = { by: "The adapter for Redis", root };
    const [library, official] = await Promise.all(needs.map((one) => importOptional(one, wanted)));
    const { connectTo } = await import("./redis/connect.ts");
    return connectTo({ library, official, mode: mode as ModeName });
  },
} satisfies Adapter;

/** The client and an official adapter: whoever lacks one is told how to install both. */
function packages(official: string): readonly OptionalPackage[] {
  const install = `npm install redis ${official}`;
  return [
    { name: "redis", install },
    { name: official, install },
  ];
}
