import { projectPackage } from "../lib/requirements.mjs";
import { serve } from "../lib/serve.mjs";

/** @type {import("../lib/catalog.mjs").Target} */
export const target = {
  about: "two of sio-serve, which hear each other through PostgreSQL",
  requires: [projectPackage("pg"), projectPackage("@socket.io/postgres-adapter")],
  broker: "postgres",
  nodes: 2,
  command: serve("plain.mjs"),
};
