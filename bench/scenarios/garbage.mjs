import { flood, floodFigures } from "../lib/flood.mjs";

/** @type {import("../lib/catalog.mjs").Scenario} */
export const scenario = {
  about:
    "What servers keep in memory after a million messages that make no sense where they listen, against what they kept after 100,000: noise, deep JSON, pickles with code, keys of prototypes, and answers to what nobody has asked. For two servers on an adapter, the sum of both.",
  targets: ["sio-redis", "sio-redis-pubsub", "sio-queue"],
  rounds: 1,
  slices: 1,
  cases: { "1,000,000 messages": { messages: 1_000_000, early: 100_000 } },
  figures: floodFigures,
  prepare: flood,
};
