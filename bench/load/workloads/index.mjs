import { broadcast } from "./broadcast.mjs";
import { echo } from "./echo.mjs";
import { idle } from "./idle.mjs";
import { pacedEcho } from "./paced-echo.mjs";
import { rooms } from "./rooms.mjs";

/**
 * @typedef {object} WorkloadSettings
 * @property {number} connections
 * @property {number} inFlight events that a connection keeps on their way; in a broadcast, connections that ask at once
 * @property {number} payloadBytes length of the text in each event
 * @property {number} [rate] messages a second; `pacedEcho` alone reads it
 * @property {number} [rooms] over which the connections spread; `rooms` alone reads it
 *
 * @typedef {object} Work
 * @property {() => void} start sets the crowd to work, again if it was stopped
 * @property {() => Promise<void>} stop lets what is on its way arrive; nothing is in flight when it resolves
 *
 * @typedef {(
 *   crowd: readonly import("../connection.mjs").Connection[],
 *   settings: WorkloadSettings,
 *   meter: import("../meter.mjs").Meter,
 * ) => Work | Promise<Work>} Workload a promise resolves when the crowd is ready to start
 */

/** @satisfies {Record<string, Workload>} */
export const workloads = { echo, pacedEcho, broadcast, rooms, idle };
