import { loadFigures, underLoad } from "../lib/under-load.mjs";

const payloadBytes = 32;

/** @type {import("../lib/catalog.mjs").Scenario} */
export const scenario = {
  about:
    "Against Flask-SocketIO: the loads of echo, where a message is one event and its ack, and of broadcast, where it is one delivery.",
  targets: ["sio-plain", "sio-sync", "sio-uws", "flask-gevent", "flask-eventlet", "flask-threading"],
  rounds: 5,
  slices: 6,
  cases: {
    "echo, 100 connections": { workload: "echo", connections: 100, inFlight: 1, payloadBytes },
    "echo, 1,000 connections": { workload: "echo", connections: 1_000, inFlight: 1, payloadBytes },
    "broadcast, 1,000 connections": { workload: "broadcast", connections: 1_000, inFlight: 1, payloadBytes },
  },
  figures: loadFigures,
  prepare: underLoad,
};
