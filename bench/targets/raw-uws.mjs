import { projectPackage } from "../lib/requirements.mjs";

/** @type {import("../lib/catalog.mjs").Target} */
export const target = {
  about: "uWebSockets.js alone, which answers by hand what the generator sends: the ceiling of the engine uws",
  requires: [projectPackage("uWebSockets.js")],
  command: ({ node }) => [node, "raw-uws.mjs"],
};
