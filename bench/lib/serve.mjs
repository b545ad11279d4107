import { join } from "node:path";
import { projectFolder } from "./folders.mjs";

const bin = join(projectFolder, "bin/sio-serve.js");

/**
 * The command of a target that serves a file of handlers with this checkout's built `sio-serve`, on ws unless another engine is named: which
 * one `auto` takes depends on what is installed.
 *
 * @param {string} file in `apps/`
 * @param {{ engine?: string, workers?: number, mode?: string, queue?: boolean }} [options] `mode` is one of the broker's,
 *   which is an adapter unless it is a `queue`
 * @returns {import("./catalog.mjs").Target["command"]}
 */
export function serve(file, { engine = "ws", workers, mode, queue = false } = {}) {
  return ({ node, port, brokerUrl }) => [
    ...[node, bin, file, "--port", String(port), "--engine", engine],
    ...(workers === undefined ? [] : ["--workers", String(workers)]),
    ...(brokerUrl === undefined ? [] : brokerFlags(`${brokerUrl}${mode ? `?mode=${mode}` : ""}`, queue)),
  ];
}

/**
 * @param {string} url
 * @param {boolean} queue
 */
function brokerFlags(url, queue) {
  return queue ? ["--queue", url, "--queue-accept-pickle"] : ["--adapter", url, "--require-adapter"];
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
