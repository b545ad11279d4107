import { projectPackage } from "../lib/requirements.mjs";
import { serve } from "../lib/serve.mjs";

/** @type {import("../lib/catalog.mjs").Target} */
export const target = {
  about: "sio-serve on the queue of Flask-SocketIO, old pickles included",
  requires: [projectPackage("redis")],
  broker: "redis",
  hears: { channels: ["flask-socketio"] },
  command: serve("plain.mjs", { queue: true }),
};
