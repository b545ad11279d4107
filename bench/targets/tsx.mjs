import { join } from "node:path";

const tsx = "tsx@4.23.15";

/** @type {import("../lib/catalog.mjs").Target} */
export const target = {
  about: "Socket.IO in its own TypeScript program, run by tsx",
  needs: [tsx],
  command: ({ node, packages }) => [node, join(packages[tsx], "dist/cli.mjs"), "server.ts"],
};
