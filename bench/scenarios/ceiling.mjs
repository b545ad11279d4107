import { loadFigures, underLoad } from "../lib/under-load.mjs";

const payloadBytes = 32;
const paced = { workload: "pacedEcho", inFlight: 1, payloadBytes, rate: 30_000 };

/** @type {import("../lib/catalog.mjs").Scenario} */
export const scenario = {
  about:
    "What the engines cost without Socket.IO. At a rate that all can follow, because raw uWebSockets.js answers faster than the load generator asks. A message is one event of 32 bytes and its ack.",
  targets: ["bare", "sio-plain", "bare-uws", "sio-uws", "bare-bun", "sio-bun", "raw-ws", "raw-uws"],
  rounds: 5,
  slices: 6,
  cases: {
    "100 connections, 30,000 messages/s": { ...paced, connections: 100 },
    "1,000 connections, 30,000 messages/s": { ...paced, connections: 1_000 },
    "100 connections, 10 in flight each": { workload: "echo", connections: 100, inFlight: 10, payloadBytes },
  },
  figures: loadFigures,
  prepare: underLoad,
};
