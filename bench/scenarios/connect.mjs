import { storm, stormFigures } from "../lib/storm.mjs";

/** @type {import("../lib/catalog.mjs").Scenario} */
export const scenario = {
  about:
    "2,000 clients connect over WebSocket as fast as they can, 50 at once, until the last is in the main namespace; six times, after two to warm up. A message is one connection.",
  targets: ["bare", "sio-plain", "sio-sync", "sio-uws", "sio-bun", "raw-ws"],
  rounds: 3,
  slices: 6,
  cases: { "2,000 connections": { workload: "idle", connections: 2_000 } },
  figures: stormFigures,
  prepare: storm,
};
