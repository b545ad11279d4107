import { projectPackage } from "../lib/requirements.mjs";
import { serve } from "../lib/serve.mjs";

/** @type {import("../lib/catalog.mjs").Target} */
export const target = {
  about: "two of sio-serve, which hear each other through Redis Pub/Sub, as Flask-SocketIO does",
  requires: [projectPackage("redis"), projectPackage("@socket.io/redis-adapter")],
  broker: "redis",
  nodes: 2,
  hears: { channels: ["sio#/#", "sio-request#/#", "sio-response#/#"] },
  command: serve("plain.mjs", { mode: "pubsub" }),
};
