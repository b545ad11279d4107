import { projectPackage } from "../lib/requirements.mjs";
import { serve } from "../lib/serve.mjs";

/** @type {import("../lib/catalog.mjs").Target} */
export const target = {
  about: "two of sio-serve, which hear each other through a stream of Redis, which keeps what a client misses",
  requires: [projectPackage("redis"), projectPackage("@socket.io/redis-streams-adapter")],
  broker: "redis",
  nodes: 2,
  hears: { channels: ["sio#/#"], stream: "sio" },
  command: serve("plain.mjs"),
};
