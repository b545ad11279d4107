import { teamFigures, underLoad } from "../lib/under-load.mjs";

const load = { workload: "broadcast", payloadBytes: 32 };

/** @type {import("../lib/catalog.mjs").Scenario} */
export const scenario = {
  about:
    "Two servers on one Redis, half of the clients on each, and broadcasts that everybody gets. The servers share one core; Redis has the load generator's. A message is one delivery.",
  targets: ["sio-redis", "sio-redis-pubsub", "flask-gevent-redis", "flask-eventlet-redis"],
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
