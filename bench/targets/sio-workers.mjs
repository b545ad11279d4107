import { serve } from "../lib/serve.mjs";

/** @type {import("../lib/catalog.mjs").Target} */
export const target = {
  about: "sio-serve --workers 2, plain Socket.IO code",
  command: serve("plain.mjs", { workers: 2 }),
};
