import { asked, at, folderOf, isOlder, placesOf, titled } from "../asked.ts";
import type { Inventory } from "../inventory.ts";
import type { Rule } from "../rule.ts";
import { askedAdapters } from "./known-adapters.ts";
import { unfit } from "./unfit.ts";

/** The newest adapter, which fits every client of Redis that is in use. */
const adapter = "@socket.io/redis-adapter@8";

/** The adapters of Redis, and the clients that they are given. */
export const redisRules: readonly Rule[] = [
  // Seen with 5.4.0.
  unfit({
    id: "C09",
    about: "socket.io-redis of the versions up to 5, which were written for Socket.IO 2",
    names: ["socket.io-redis"],
    below: "6.0.0",
    level: "fatal",
    what: "was written for Socket.IO 2",
    consequence: 'The server would not start: "this.adapter.init is not a function".',
    instead: adapter,
    version: "5.4.0",
    nearMiss: {
      manifest: { dependencies: { "@socket.io/redis-adapter": "^8.3.0", ioredis: "^5.4.0" } },
      installed: { "@socket.io/redis-adapter": "8.3.0", ioredis: "5.4.0" },
    },
  }),
  {
    // Seen with 6.1.1, the last under this name. redis-adapter issue 367.
    id: "C10",
    about: "socket.io-redis 6, which was written for Socket.IO 3",
    levels: ["warning"],
    find(inventory) {
      const found = asked(inventory, "socket.io-redis");
      if (!found || isOlder(found, "6.0.0")) return [];
      return [
        {
          level: "warning",
          what: `${titled(found)} was written for Socket.IO 3`,
          where: placesOf(found),
          consequence:
            'Half of it works: "this.adapter.serverSideEmit is not a function", "this.adapter.broadcastWithAck is not a function", and acks that time out.',
          fixes: [{ change: { ...folderOf(found), remove: [found.name], add: [adapter] } }],
        },
      ];
    },
    example: {
      manifest: { dependencies: { "socket.io-redis": "^6.1.1", redis: "^3.1.2" } },
      installed: { "socket.io-redis": "6.1.1", redis: "3.1.2" },
    },
    nearMiss: {
      manifest: { dependencies: { redis: "^3.1.2" } },
      installed: { redis: "3.1.2", "socket.io-redis": "6.1.1" },
    },
  },
  {
    // Seen with socket.io-redis 6.1.1 and with redis-adapter 7.0.1, both with redis 4. redis-adapter issues 417 and 433.
    id: "C11",
    about: "an adapter from before redis 4 with a redis from then on",
    levels: ["fatal", "warning"],
    find: findOldAdapter,
    example: {
      manifest: { dependencies: { "@socket.io/redis-adapter": "~7.0.1", redis: "^4.6.0" } },
      installed: { "@socket.io/redis-adapter": "7.0.1", redis: "4.6.0" },
    },
    nearMiss: {
      manifest: { dependencies: { "@socket.io/redis-adapter": "~7.0.1", redis: "^3.1.2" } },
      installed: { "@socket.io/redis-adapter": "7.0.1", redis: "3.1.2" },
    },
  },
  {
    // Seen with redis-adapter 8.3.0 on socket.io 4.0.2. redis-adapter issues 382 and 405, and the table in its README.
    id: "C12",
    about: "@socket.io/redis-adapter with a socket.io from before 4.3.1",
    levels: ["fatal"],
    find(inventory) {
      const found = asked(inventory, "@socket.io/redis-adapter");
      const server = inventory.serving("socket.io");
      if (!found?.copy || !server || !isOlder({ copy: server, declared: found.declared }, "4.3.1")) return [];
      return [
        {
          level: "fatal",
          what: `${titled(found)} needs Socket.IO 4.3.1, and this server runs on ${server.version}`,
          where: [at(found.copy), at(server)],
          consequence:
            'It does not load ("Class extends value undefined is not a constructor or null"), or nothing arrives.',
          fixes: [{ change: { add: ["socket.io@4"] } }],
        },
      ];
    },
    example: {
      manifest: { dependencies: { "socket.io": "4.2.0", "@socket.io/redis-adapter": "~7.0.1", ioredis: "^4.28.0" } },
      installed: { "socket.io": "4.2.0", "@socket.io/redis-adapter": "7.0.1", ioredis: "4.28.0" },
    },
    alongside: ["C40"],
    nearMiss: {
      manifest: { dependencies: { "socket.io": "^4.8.4", "@socket.io/redis-adapter": "~7.0.1", ioredis: "^4.28.0" } },
      installed: { "socket.io": "4.8.4", "@socket.io/redis-adapter": "7.0.1", ioredis: "4.28.0" },
    },
  },
  {
    // redis-adapter issues 190 and 433.
    id: "C19",
    about: "an adapter of Redis without a client of Redis, or with two",
    levels: ["fatal", "info"],
    find: findRedisClients,
    example: {
      manifest: { dependencies: { "@socket.io/redis-streams-adapter": "^0.3.1" } },
      installed: { "@socket.io/redis-streams-adapter": "0.3.1" },
    },
    nearMiss: {
      manifest: { dependencies: { "@socket.io/redis-streams-adapter": "^0.3.1", redis: "^5.0.0" } },
      installed: { "@socket.io/redis-streams-adapter": "0.3.1", redis: "5.0.0" },
    },
  },
];

function findOldAdapter(inventory: Inventory): ReturnType<Rule["find"]> {
  const redis = asked(inventory, "redis");
  if (!redis || isOlder(redis, "4.0.0")) return [];
  const [old] = [
    { name: "socket.io-redis", from: "6.0.0", before: "7.0.0" },
    { name: "@socket.io/redis-adapter", from: "0.0.0", before: "7.1.0" },
  ].flatMap(({ name, from, before }) => {
    const found = asked(inventory, name);
    return found && isOlder(found, before) && !isOlder(found, from) ? [found] : [];
  });
  if (!old) return [];
  const change = { ...folderOf(old), ...(old.name === "socket.io-redis" && { remove: [old.name] }), add: [adapter] };
  return [
    {
      // It may be the other client that the adapter is given.
      level: asked(inventory, "ioredis") ? "warning" : "fatal",
      what: `${titled(old)} cannot use ${titled(redis)}`,
      where: [...placesOf(old), ...placesOf(redis)],
      consequence: '"this.subClient.psubscribe is not a function", or "Got an unexpected reply from Redis".',
      fixes: [{ change }],
    },
  ];
}

/** What can be given to an adapter. The first two are the usual ones. */
const redisClients = ["redis", "ioredis", "@redis/client", "iovalkey"];

function findRedisClients(inventory: Inventory): ReturnType<Rule["find"]> {
  const [found] = askedAdapters(inventory).filter(({ redis }) => redis);
  if (!found) return [];
  const { name, copy } = found;
  const [redis, ioredis] = [asked(inventory, "redis"), asked(inventory, "ioredis")];
  if (redis && ioredis) {
    return [
      {
        level: "info",
        what: `There are two clients of Redis for ${name}`,
        where: [...placesOf(redis), ...placesOf(ioredis)],
        consequence: "Either does; both clients of one adapter must be of the same package.",
        fixes: [{ say: "Remove the one that no code imports." }],
      },
    ];
  }
  if (redisClients.some((client) => inventory.loaded(client))) return [];
  return [
    {
      level: "fatal",
      what: `${name} needs a client of Redis, and there is none`,
      where: [at(copy)],
      consequence: `"Cannot find module 'redis'" as soon as the adapter is made.`,
      fixes: [{ change: { add: ["redis@5"] } }, { say: "The other one.", change: { add: ["ioredis@5"] } }],
    },
  ];
}
