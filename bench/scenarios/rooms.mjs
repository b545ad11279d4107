import { loadFigures, underLoad } from "../lib/under-load.mjs";

/** @type {import("../lib/catalog.mjs").Scenario} */
export const scenario = {
  about:
    "In every room one client asks, the server emits a text of 32 bytes to the room, the next is asked for when all in it have it; all rooms at once. A message is one delivery.",
  targets: ["bare", "sio-plain", "sio-sync", "sio-async", "sio-uws", "sio-bun", "raw-ws", "raw-uws"],
  rounds: 5,
  slices: 6,
  cases: {
    "100 rooms of 10": { workload: "rooms", connections: 1_000, rooms: 100, inFlight: 1, payloadBytes: 32 },
  },
  figures: loadFigures,
  prepare: underLoad,
};
