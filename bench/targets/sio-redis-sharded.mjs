import { projectPackage } from "../lib/requirements.mjs";
import { serve } from "../lib/serve.mjs";

/** @type {import("../lib/catalog.mjs").Target} */
export const target = {
  about: "two of sio-serve, which hear each other through sharded Pub/Sub of Redis 7",
  requires: [projectPackage("redis"), projectPackage("@socket.io/redis-adapter")],
  broker: "redis",
  nodes: 2,
  command: serve("plain.mjs", { mode: "sharded" }),
};
