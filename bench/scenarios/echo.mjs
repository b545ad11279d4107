import { loadFigures, underLoad } from "../lib/under-load.mjs";

const payloadBytes = 32;

/** @type {import("../lib/catalog.mjs").Scenario} */
export const scenario = {
  about: "An event with a text of 32 bytes and its ack, over WebSocket. A message is one event and its ack.",
  targets: ["bare", "sio-plain", "sio-sync", "sio-async", "sio-uws", "sio-bun"],
  rounds: 5,
  slices: 6,
  cases: {
    "1 connection": { workload: "echo", connections: 1, inFlight: 1, payloadBytes },
    "100 connections": { workload: "echo", connections: 100, inFlight: 1, payloadBytes },
    "1,000 connections": { workload: "echo", connections: 1_000, inFlight: 1, payloadBytes },
    "100 connections, 10 in flight each": { workload: "echo", connections: 100, inFlight: 10, payloadBytes },
  },
  figures: loadFigures,
  prepare: underLoad,
};
