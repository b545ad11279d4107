import { projectPackage } from "../lib/requirements.mjs";
import { serve } from "../lib/serve.mjs";

/** @type {import("../lib/catalog.mjs").Target} */
export const target = {
  about: "sio-serve on uWebSockets.js, functions that return",
  requires: [projectPackage("uWebSockets.js")],
  command: serve("sync.mjs", { engine: "uws" }),
};
