import { join } from "node:path";

const bun = "@oven/bun-linux-x64@1.4.5";

/** @type {import("../lib/catalog.mjs").Target} */
export const target = {
  about:
    "Socket.IO in its own program, run by bun --watch; with --hot the new code is never reached, since the old server keeps the port",
  needs: [bun],
  saves: "saved-program.mjs",
  restarts: true,
  command: ({ packages, file = "" }) => [join(packages[bun], "bin/bun"), "--watch", file],
};
