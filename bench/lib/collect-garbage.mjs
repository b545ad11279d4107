// Loaded into a server before its own code: collects all garbage on SIGURG.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

process.on("SIGURG", collector());

/** @returns {() => void} */
function collector() {
  if ("Bun" in globalThis) return () => globalThis.Bun.gc(true);
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc");
}
