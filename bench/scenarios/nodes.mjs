import { fleetFigures, underLoad } from "../lib/under-load.mjs";

const everybody = { workload: "broadcast", connections: 80, inFlight: 8, payloadBytes: 32 };
// Connections go to each node in turn and rooms take every eighth: so the whole of a room is on one node, however many there are.
const room = { workload: "rooms", connections: 160, rooms: 8, inFlight: 1, payloadBytes: 32 };
const counts = [1, 2, 4, 8];

/** @type {import("../lib/catalog.mjs").Scenario} */
export const scenario = {
  about:
    "The same clients on 1, 2, 4 and 8 servers, which hear each other through one broker: events to all of 80, and to 8 rooms of 20, each with all of its clients on one server; 8 events are on the way at once. The servers share one core; the broker has the load generator's. A message is one delivery, an emit is what the broker carries.",
  targets: ["sio-redis", "sio-redis-pubsub", "sio-redis-sharded", "sio-nats"],
  rounds: 3,
  slices: 4,
  cases: Object.fromEntries(
    counts.flatMap((nodes) => [
      [`broadcast, nodes: ${nodes}`, { ...everybody, nodes }],
      [`rooms, nodes: ${nodes}`, { ...room, nodes }],
    ]),
  ),
  figures: fleetFigures,
  prepare: underLoad,
};
