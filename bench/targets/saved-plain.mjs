import { watchSaved } from "../lib/serve.mjs";

/** @type {import("../lib/catalog.mjs").Target} */
export const target = {
  about: "sio-serve --watch, plain Socket.IO code",
  saves: "saved-plain.mjs",
  command: watchSaved,
};
