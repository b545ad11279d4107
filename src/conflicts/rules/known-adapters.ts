import { asked } from "../asked.ts";
import type { Installed, Inventory } from "../inventory.ts";

/** An adapter as it is published. */
export interface KnownAdapter {
  readonly name: string;
  /** Whether a client may come back to what it has missed. https://socket.io/docs/v4/connection-state-recovery#compatibility-with-existing-adapters */
  readonly recovers: boolean;
  /** Whether it speaks with Redis. */
  readonly redis: boolean;
}

/** The adapters of Socket.IO 4. */
const knownAdapters: readonly KnownAdapter[] = [
  { name: "@socket.io/redis-adapter", recovers: false, redis: true },
  { name: "@socket.io/redis-streams-adapter", recovers: true, redis: true },
  { name: "@socket.io/mongo-adapter", recovers: true, redis: false },
  { name: "@socket.io/postgres-adapter", recovers: false, redis: false },
  { name: "@socket.io/cluster-adapter", recovers: false, redis: false },
];

/** The adapters that the project asks for and has. */
export function askedAdapters(inventory: Inventory): readonly (KnownAdapter & { readonly copy: Installed })[] {
  return knownAdapters.flatMap((adapter) => {
    const copy = asked(inventory, adapter.name)?.copy;
    return copy ? [{ ...adapter, copy }] : [];
  });
}

/** The adapters of Redis under their names of all times. */
export const redisAdapterNames = [
  "socket.io-redis",
  ...knownAdapters.filter(({ redis }) => redis).map(({ name }) => name),
];
