import { serve } from "../lib/serve.mjs";

/** @type {import("../lib/catalog.mjs").Target} */
export const target = { about: "sio-serve on functions with a zod schema", command: serve("schema.mjs") };
