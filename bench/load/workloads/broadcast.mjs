import { fanOut } from "./fan-out.mjs";

/**
 * The first `inFlight` connections ask for a broadcast to everybody; each asks for its next when everybody has its last.
 *
 * @type {import("./index.mjs").Workload}
 */
export function broadcast(crowd, { inFlight, payloadBytes }, meter) {
  const lanes = crowd.slice(0, inFlight).map((asker) => ({
    request: (/** @type {string} */ payload) => `42["broadcast",${payload}]`,
    asker,
    members: crowd,
  }));
  return fanOut(lanes, payloadBytes, meter);
}
