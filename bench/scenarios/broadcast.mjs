import { loadFigures, underLoad } from "../lib/under-load.mjs";

/** @type {import("../lib/catalog.mjs").Scenario} */
export const scenario = {
  about:
    "One client asks, the server emits a text of 32 bytes to everybody, the next is asked for when all have it. A message is one delivery.",
  targets: ["bare", "sio-plain", "sio-sync", "sio-async", "sio-uws", "sio-bun", "raw-ws", "raw-uws"],
  rounds: 5,
  slices: 6,
  cases: {
    "1,000 connections": { workload: "broadcast", connections: 1_000, inFlight: 1, payloadBytes: 32 },
    "5,000 connections": { workload: "broadcast", connections: 5_000, inFlight: 1, payloadBytes: 32 },
  },
  figures: loadFigures,
  prepare: underLoad,
};
