import { projectPackage } from "../lib/requirements.mjs";

/** @type {import("../lib/catalog.mjs").Target} */
export const target = {
  about: "Socket.IO on uWebSockets.js in its own program",
  requires: [projectPackage("uWebSockets.js")],
  command: ({ node }) => [node, "bare-uws.mjs"],
};
