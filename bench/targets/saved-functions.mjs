import { watchSaved } from "../lib/serve.mjs";

/** @type {import("../lib/catalog.mjs").Target} */
export const target = {
  about: "sio-serve --watch, functions",
  saves: "saved-functions.ts",
  command: watchSaved,
};
