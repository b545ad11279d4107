import { endsBelow, satisfies } from "../../lib/range.ts";
import { isBelow, majorOf } from "../../lib/version.ts";
import { asked, at, folderOf } from "../asked.ts";
import type { Fix } from "../finding.ts";
import type { Inventory } from "../inventory.ts";
import { renewal } from "../renewal.ts";
import type { Rule } from "../rule.ts";
import { askedAdapters, redisAdapterNames } from "./known-adapters.ts";
import { unfit } from "./unfit.ts";

const clusterAdapter = { version: "0.3.0", peerDependencies: { "socket.io-adapter": "~2.5.5" } };

/** What adapters build on, what they can do, and those of old. */
export const adapterRules: readonly Rule[] = [
  {
    // Seen with cluster-adapter 0.3.0 and with redis-adapter 8.3.0, both on socket.io-adapter 2.4.0.
    id: "C13",
    about: "an adapter on a socket.io-adapter that does not fit what it asks for",
    levels: ["fatal"],
    find: (inventory) =>
      askedAdapters(inventory).flatMap(({ name, copy }) => {
        const range = copy.manifest.peerDependencies?.["socket.io-adapter"];
        const base = inventory.loaded("socket.io-adapter", copy);
        if (range === undefined || (base && satisfies(base.version, range))) return [];
        return {
          level: "fatal" as const,
          what: `${name} ${copy.version} asks for socket.io-adapter ${range}, and finds ${base?.version ?? "none"}`,
          where: [at(copy), ...(base ? [at(base)] : [])],
          consequence: base
            ? 'It may lack what it builds on: "Class extends value undefined is not a constructor or null".'
            : `It does not load: "Cannot find module 'socket.io-adapter'".`,
          fixes: base ? baseFixes(inventory) : [{ change: { add: [`socket.io-adapter@${range}`] } }],
        };
      }),
    example: {
      manifest: {
        dependencies: { "socket.io": "^4.8.4", "@socket.io/cluster-adapter": "^0.3.0" },
        overrides: { "socket.io-adapter": "2.5.2" },
      },
      installed: { "socket.io": "4.8.4", "socket.io-adapter": "2.5.2", "@socket.io/cluster-adapter": clusterAdapter },
    },
    nearMiss: {
      manifest: { dependencies: { "socket.io": "^4.8.4", "@socket.io/cluster-adapter": "^0.3.0" } },
      installed: { "socket.io": "4.8.4", "socket.io-adapter": "2.5.8", "@socket.io/cluster-adapter": clusterAdapter },
    },
  },
  {
    // Seen with 2.4.0.
    id: "C14",
    about: "connectionStateRecovery on a socket.io-adapter that does not have it",
    levels: ["fatal"],
    find(inventory) {
      const base = inventory.serving("socket.io-adapter");
      if (inventory.config.connectionStateRecovery === 0 || !base || !isBelow(base.version, "2.5.0")) return [];
      return [
        {
          level: "fatal",
          what: `connectionStateRecovery needs socket.io-adapter 2.5, and the server loads ${base.version}`,
          where: [at(base)],
          consequence: 'The server would not start: "this.server.adapter(...) is not a constructor".',
          fixes: baseFixes(inventory),
        },
      ];
    },
    example: {
      manifest: { dependencies: { "socket.io": "^4.8.4" }, overrides: { "socket.io-adapter": "2.4.0" } },
      installed: { "socket.io": "4.8.4", "socket.io-adapter": "2.4.0" },
      config: { connectionStateRecovery: 120_000 },
    },
    nearMiss: {
      manifest: { dependencies: { "socket.io": "^4.8.4" }, overrides: { "socket.io-adapter": "2.4.0" } },
      installed: { "socket.io": "4.8.4", "socket.io-adapter": "2.4.0" },
    },
  },
  {
    // Seen with redis-adapter 8.3.0, classic and sharded (never recovered) and redis-streams-adapter 0.3.1 (recovered).
    // socket.io issue 4733.
    id: "C15",
    about: "connectionStateRecovery with an adapter that does not keep what was missed",
    levels: ["warning"],
    find(inventory) {
      const adapters = askedAdapters(inventory);
      const [adapter] = adapters;
      if (inventory.config.connectionStateRecovery === 0 || !adapter || adapters.some(({ recovers }) => recovers))
        return [];
      return [
        {
          level: "warning",
          what: `connectionStateRecovery does nothing with ${adapter.name}`,
          where: adapters.map(({ copy }) => at(copy)),
          consequence: "socket.recovered is always false, and what a client has missed is lost, without an error.",
          fixes: [{ say: "Use an adapter that keeps it.", change: { add: ["@socket.io/redis-streams-adapter"] } }],
        },
      ];
    },
    example: {
      manifest: { dependencies: { "@socket.io/postgres-adapter": "^0.5.0" } },
      installed: { "@socket.io/postgres-adapter": "0.5.0" },
      config: { connectionStateRecovery: 120_000 },
    },
    nearMiss: {
      manifest: { dependencies: { "@socket.io/mongo-adapter": "^0.4.0" } },
      installed: { "@socket.io/mongo-adapter": "0.4.0" },
      config: { connectionStateRecovery: 120_000 },
    },
  },
  {
    // redis-adapter issue 506.
    id: "C18",
    about: "servers of different versions of Socket.IO in one workspace that may hear each other through Redis",
    levels: ["warning"],
    find: findMixedCluster,
    example: {
      manifest: { dependencies: { "@socket.io/redis-adapter": "^8.3.0", ioredis: "^5.4.0" }, workspaces: ["old"] },
      installed: { "@socket.io/redis-adapter": "8.3.0", ioredis: "5.4.0" },
      files: { "old/package.json": `{ "dependencies": { "socket.io": "^2.5.1", "socket.io-redis": "^5.4.0" } }` },
    },
    nearMiss: {
      manifest: { dependencies: { "@socket.io/redis-adapter": "^8.3.0", ioredis: "^5.4.0" }, workspaces: ["old"] },
      installed: { "@socket.io/redis-adapter": "8.3.0", ioredis: "5.4.0" },
      files: { "old/package.json": `{ "dependencies": { "socket.io": "^2.5.1" } }` },
    },
  },
  // Seen with socket.io-adapter-mongo 2.0.5 and socket.io-ioredis 1.4.1.
  unfit({
    id: "C20",
    about: "adapters that nobody has brought to Socket.IO 3",
    names: ["socket.io-adapter-mongo", "socket.io-ioredis", "mongo.socket.io"],
    level: "fatal",
    what: "was written for Socket.IO 2",
    consequence: 'The server would not start: "this.adapter.init is not a function".',
    say: "Use @socket.io/mongo-adapter or @socket.io/redis-adapter.",
    version: "2.0.5",
    nearMiss: {
      manifest: { dependencies: { "@socket.io/mongo-adapter": "^0.4.0" } },
      installed: { "@socket.io/mongo-adapter": "0.4.0" },
    },
  }),
];

/** How to come to a socket.io-adapter that is new enough. */
function baseFixes(inventory: Inventory): readonly Fix[] {
  const own = asked(inventory, "socket.io-adapter");
  if (own) return [{ change: { ...folderOf(own), remove: ["socket.io-adapter"] } }];
  const server = inventory.serving("socket.io");
  // Before 4.6 it asks for a socket.io-adapter that is too old.
  if (server && isBelow(server.version, "4.6.0")) return [{ change: { add: ["socket.io@4"] } }];
  return renewal(inventory, "socket.io-adapter");
}

function findMixedCluster(inventory: Inventory): ReturnType<Rule["find"]> {
  const ours = redisAdapterNames.flatMap((name) => asked(inventory, name) ?? []);
  const major = majorOf(inventory.serving("socket.io")?.version ?? "");
  if (ours.length === 0) return [];
  const withAdapter = redisAdapterNames.flatMap((name) => inventory.declared(name).map(({ folder }) => folder));
  const others = inventory
    .declared("socket.io")
    .filter(({ folder, range }) => withAdapter.includes(folder) && endsBelow(range, `${major}.0.0`));
  if (others.length === 0) return [];
  return [
    {
      level: "warning",
      what: `Other servers of this workspace run another version of Socket.IO than this one, ${major}`,
      where: others.map(({ where, range }) => `${where}: socket.io ${range}`),
      consequence:
        'With the same Redis they disturb each other: "timeout reached while waiting for fetchSockets response".',
      fixes: [{ say: "Give the adapter of each version a prefix of its own: the option `key`." }],
    },
  ];
}
