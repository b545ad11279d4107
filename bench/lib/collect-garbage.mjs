// Loaded into a server before its own code: collects all garbage on SIGURG, and writes down what is left on the heap where a folder is named.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

const collect = collector();
const folder = process.env.BENCH_HEAP_FOLDER;

process.on("SIGURG", () => {
  collect();
  if (folder) writeFileSync(join(folder, String(process.pid)), String(process.memoryUsage().heapUsed));
});

/** @returns {() => void} */
function collector() {
  if ("Bun" in globalThis) return () => globalThis.Bun.gc(true);
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc");
}
