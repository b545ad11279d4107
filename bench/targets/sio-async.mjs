import { serve } from "../lib/serve.mjs";

/** @type {import("../lib/catalog.mjs").Target} */
export const target = { about: "sio-serve on functions that return promises", command: serve("async.mjs") };
