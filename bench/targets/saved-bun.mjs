import { bun, bunBinary } from "../lib/bun.mjs";

/** @type {import("../lib/catalog.mjs").Target} */
export const target = {
  about:
    "Socket.IO in its own program, run by bun --watch; with --hot the new code is never reached, since the old server keeps the port",
  needs: [bun],
  saves: "saved-program.mjs",
  restarts: true,
  command: (setup) => [bunBinary(setup), "--watch", setup.file ?? ""],
};
