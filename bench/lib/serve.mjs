import { join } from "node:path";
import { projectFolder } from "./folders.mjs";

const bin = join(projectFolder, "bin/sio-serve.js");

/**
 * The command of a target that serves a file of handlers with this checkout's built `sio-serve`.
 *
 * @param {string} file in `apps/`
 * @param {...string} flags
 * @returns {import("./catalog.mjs").Target["command"]}
 */
export function serve(file, ...flags) {
  return ({ node, port }) => [node, bin, file, "--port", String(port), ...flags];
}

/**
 * The command of a target that serves a file which is saved again and again.
 *
 * @type {import("./catalog.mjs").Target["command"]}
 */
export const watchSaved = ({ node, port, file = "" }) => [
  node,
  bin,
  file,
  "--port",
  String(port),
  "--watch",
  "--allow-watch-in-production",
];
