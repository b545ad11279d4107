import { teamFigures, underLoad } from "../lib/under-load.mjs";

const load = { connections: 100, payloadBytes: 32, bothCores: true };

/** @type {import("../lib/catalog.mjs").Scenario} */
export const scenario = {
  about:
    "One process against two. Both cores are the servers' here, and the load generator takes its share of one of them, so the ratio of messages is the least that two workers bring.",
  targets: ["sio-plain", "sio-workers"],
  rounds: 5,
  slices: 6,
  cases: {
    "echo, 100 connections": { ...load, workload: "echo", inFlight: 1 },
    "echo, 100 connections, 10 in flight each": { ...load, workload: "echo", inFlight: 10 },
    "broadcast, 1,000 connections": { ...load, workload: "broadcast", connections: 1_000, inFlight: 1 },
  },
  figures: teamFigures,
  prepare: underLoad,
};
