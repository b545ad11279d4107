import { bun, bunBinary } from "../lib/bun.mjs";
import { projectPackage } from "../lib/requirements.mjs";
import { serve } from "../lib/serve.mjs";

const served = serve("sync.mjs", { engine: "bun" });

/** @type {import("../lib/catalog.mjs").Target} */
export const target = {
  about: "sio-serve on Bun and its engine, functions that return",
  needs: [bun],
  requires: [projectPackage("@socket.io/bun-engine")],
  command: (setup) => served({ ...setup, node: bunBinary(setup) }),
};
