import { asked, folderOf, isOlder, placesOf, titled } from "../asked.ts";
import type { Rule } from "../rule.ts";
import { withoutComments } from "../source-code.ts";

/** What sends to clients from another process. */
export const emitterRules: readonly Rule[] = [
  {
    // Seen with 3.2.0, which has redis 2.6.3 of its own. redis-emitter issue 63.
    id: "C16",
    about: "socket.io-emitter with a client of redis 4",
    levels: ["fatal"],
    find(inventory) {
      const emitter = asked(inventory, "socket.io-emitter");
      const redis = asked(inventory, "redis");
      if (!emitter || !redis || isOlder(redis, "4.0.0")) return [];
      return [
        {
          level: "fatal",
          what: `${titled(emitter)} cannot use ${titled(redis)}`,
          where: [...placesOf(emitter), ...placesOf(redis)],
          consequence: '"Missing redis `host`" when it is given the client.',
          fixes: [{ change: { ...folderOf(emitter), remove: [emitter.name], add: ["@socket.io/redis-emitter@5"] } }],
        },
      ];
    },
    example: {
      manifest: { dependencies: { "socket.io-emitter": "^3.2.0", redis: "^4.6.0" } },
      installed: { "socket.io-emitter": "3.2.0", redis: "4.6.0" },
    },
    nearMiss: {
      manifest: { dependencies: { "socket.io-emitter": "^3.2.0", redis: "^3.1.2" } },
      installed: { "socket.io-emitter": "3.2.0", redis: "3.1.2" },
    },
  },
  {
    // Seen with redis-emitter 5.1.0: one event through the classic adapter, none through the sharded one and the streams.
    // redis-streams-adapter issue 8.
    id: "C17",
    about: "@socket.io/redis-emitter with an adapter that does not hear it",
    levels: ["fatal"],
    find(inventory) {
      const emitter = asked(inventory, "@socket.io/redis-emitter");
      if (!emitter) return [];
      const streams = asked(inventory, "@socket.io/redis-adapter")
        ? undefined
        : asked(inventory, "@socket.io/redis-streams-adapter");
      const sharded = inventory.handlers.filter(({ text }) => withoutComments(text).includes("createShardedAdapter("));
      if (!streams && sharded.length === 0) return [];
      return [
        {
          level: "fatal",
          what: `${emitter.name} does not reach ${streams?.name ?? "the sharded adapter"}`,
          where: [...placesOf(emitter), ...(streams ? placesOf(streams) : sharded.map(({ path }) => path))],
          consequence: "No event that it emits arrives, and there is no error.",
          fixes: [{ say: "Use createAdapter of @socket.io/redis-adapter, the classic one." }],
        },
      ];
    },
    example: {
      manifest: {
        dependencies: {
          "@socket.io/redis-emitter": "^5.1.0",
          "@socket.io/redis-streams-adapter": "^0.3.1",
          redis: "^5.0.0",
        },
      },
      installed: { "@socket.io/redis-emitter": "5.1.0", "@socket.io/redis-streams-adapter": "0.3.1", redis: "5.0.0" },
    },
    nearMiss: {
      manifest: {
        dependencies: { "@socket.io/redis-emitter": "^5.1.0", "@socket.io/redis-adapter": "^8.3.0", redis: "^5.0.0" },
      },
      installed: { "@socket.io/redis-emitter": "5.1.0", "@socket.io/redis-adapter": "8.3.0", redis: "5.0.0" },
    },
  },
];
