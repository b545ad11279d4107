import { idleMemory, idleMemoryFigures } from "../lib/idle-memory.mjs";

/** @type {import("../lib/catalog.mjs").Scenario} */
export const scenario = {
  about:
    "What a connection over WebSocket keeps in the server's memory while it says nothing; a fresh server each time.",
  targets: [
    ...["bare", "sio-plain", "sio-sync", "raw-ws", "flask-gevent"],
    ...["bare-uws", "sio-uws", "sio-uws-sync", "raw-uws", "bare-bun", "sio-bun", "sio-bun-sync"],
  ],
  rounds: 3,
  slices: 1,
  // A little less than 20,000 files, which is what many systems allow a process.
  cases: {
    "5,000 connections": { workload: "idle", connections: 5_000 },
    "19,500 connections": { workload: "idle", connections: 19_500 },
  },
  figures: idleMemoryFigures,
  prepare: idleMemory,
};
