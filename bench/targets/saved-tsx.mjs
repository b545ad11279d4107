import { join } from "node:path";

const tsx = "tsx@4.23.15";

/** @type {import("../lib/catalog.mjs").Target} */
export const target = {
  about: "Socket.IO in its own program, run by tsx watch",
  needs: [tsx],
  saves: "saved-program.mjs",
  restarts: true,
  command: ({ node, packages, file = "" }) => [node, join(packages[tsx], "dist/cli.mjs"), "watch", file],
};
