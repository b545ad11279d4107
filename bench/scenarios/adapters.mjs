import { teamFigures, underLoad } from "../lib/under-load.mjs";

const load = { workload: "broadcast", payloadBytes: 32 };

/** @type {import("../lib/catalog.mjs").Scenario} */
export const scenario = {
  about:
    "Broadcasts that everybody gets, from two servers that hear each other through a broker, half of the clients on each, or from the two workers of one, against one server alone. The servers share one core; the broker has the load generator's. A message is one delivery.",
  targets: ["sio-plain", "sio-workers", "sio-redis", "sio-redis-pubsub", "sio-nats", "sio-postgres"],
  rounds: 5,
  slices: 6,
  cases: {
    "20 connections": { ...load, connections: 20, inFlight: 1 },
    "20 connections, 16 ask at once": { ...load, connections: 20, inFlight: 16 },
    "1,000 connections": { ...load, connections: 1_000, inFlight: 1 },
  },
  figures: teamFigures,
  prepare: underLoad,
};
