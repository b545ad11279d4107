import { projectPackage } from "../lib/requirements.mjs";
import { serve } from "../lib/serve.mjs";

/** @type {import("../lib/catalog.mjs").Target} */
export const target = {
  about: "two of sio-serve, which hear each other through NATS",
  requires: [projectPackage("@nats-io/transport-node")],
  broker: "nats",
  nodes: 2,
  command: serve("plain.mjs"),
};
