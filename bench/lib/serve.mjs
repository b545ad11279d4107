import { join } from "node:path";
import { projectFolder } from "./folders.mjs";

/**
 * The command of a target that serves a file of handlers with this checkout's built `sio-serve`.
 *
 * @param {string} file in `apps/`
 * @param {...string} flags
 * @returns {import("./catalog.mjs").Target["command"]}
 */
export function serve(file, ...flags) {
  const bin = join(projectFolder, "bin/sio-serve.js");
  return ({ node, port }) => [node, bin, file, "--port", String(port), ...flags];
}
