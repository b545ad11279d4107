import { bun, bunBinary } from "../lib/bun.mjs";
import { projectPackage } from "../lib/requirements.mjs";

/** @type {import("../lib/catalog.mjs").Target} */
export const target = {
  about: "Socket.IO on Bun's engine in its own program",
  needs: [bun],
  requires: [projectPackage("@socket.io/bun-engine")],
  command: (setup) => [bunBinary(setup), "bare-bun.mjs"],
};
