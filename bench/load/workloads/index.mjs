import { broadcast } from "./broadcast.mjs";
import { echo } from "./echo.mjs";

/**
 * @typedef {object} WorkloadSettings
 * @property {number} connections
 * @property {number} inFlight events that a connection keeps on their way; echo alone reads it
 * @property {number} payloadBytes length of the text in each event
 *
 * @typedef {object} Work
 * @property {() => void} start sets the crowd to work, again if it was stopped
 * @property {() => Promise<void>} stop lets what is on its way arrive; nothing is in flight when it resolves
 *
 * @typedef {(
 *   crowd: readonly import("../connection.mjs").Connection[],
 *   settings: WorkloadSettings,
 *   meter: import("../meter.mjs").Meter,
 * ) => Work} Workload
 */

/** @satisfies {Record<string, Workload>} */
export const workloads = { echo, broadcast };
