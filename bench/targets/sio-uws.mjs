import { projectPackage } from "../lib/requirements.mjs";
import { serve } from "../lib/serve.mjs";

/** @type {import("../lib/catalog.mjs").Target} */
export const target = {
  about: "sio-serve on uWebSockets.js, plain Socket.IO code",
  requires: [projectPackage("uWebSockets.js")],
  command: serve("plain.mjs", { engine: "uws" }),
};
