import { connect } from "../load/connection.mjs";
import { textFrame } from "../load/frames.mjs";
import { untilListening } from "../load/listening.mjs";
import { cpuMs } from "./cpu.mjs";
import { startServer } from "./servers.mjs";

const deadlineMs = 20_000;

/**
 * What `firstContact` measures, as columns.
 *
 * @type {readonly import("./catalog.mjs").Figure[]}
 */
export const contactFigures = [
  { key: "acceptedMs", title: "first WebSocket", unit: "ms", digits: 0, compared: true },
  { key: "ackedMs", title: "first ack", unit: "ms", digits: 0, compared: true },
  { key: "cpuMs", title: "CPU until then", unit: "ms", digits: 0 },
];

/**
 * A scenario's `prepare`: each slice is the time from spawning the server to the moment it accepts a WebSocket, and to its
 * first ack. A server that ends, refuses, or takes longer than 20 s fails.
 *
 * @param {import("./catalog.mjs").Trial} trial
 * @returns {Promise<import("./catalog.mjs").Rig>}
 */
export async function firstContact({ target, setup }) {
  /** @type {import("./catalog.mjs").Figures} */
  let figures = {};
  return {
    async run() {
      figures = await startOnce(target, setup);
    },
    figures: () => figures,
    async close() {},
  };
}

/**
 * @param {import("./catalog.mjs").Target} target
 * @param {import("./catalog.mjs").Setup} setup
 */
async function startOnce(target, setup) {
  const server = await startServer(target, setup);
  const signal = AbortSignal.timeout(deadlineMs);
  try {
    return await Promise.race([contact(server, signal), server.broken, aborted(signal)]);
  } finally {
    await server.kill();
  }
}

/**
 * @param {import("./servers.mjs").RunningServer} server
 * @param {AbortSignal} signal
 */
async function contact({ port, pid, spawnedAt }, signal) {
  await untilListening(port, signal);
  let acceptedMs = 0;
  const onAccepted = () => {
    acceptedMs = performance.now() - spawnedAt;
  };
  const connection = await connect({ port, onAccepted });
  await firstAck(connection);
  const ackedMs = performance.now() - spawnedAt;
  connection.close();
  return { acceptedMs, ackedMs, cpuMs: cpuMs(pid) };
}

/**
 * @param {import("../load/connection.mjs").Connection} connection
 * @returns {Promise<void>}
 */
function firstAck(connection) {
  return new Promise((resolve, reject) => {
    connection.onLost = reject;
    connection.onPacket = (bytes, start, end) => {
      const packet = bytes.toString("utf8", start, end);
      if (packet === '430["first"]') return resolve();
      reject(new Error(`The first ack was to be 430["first"], not ${packet}`));
    };
    connection.send(textFrame('420["echo","first"]'));
  });
}

/**
 * @param {AbortSignal} signal
 * @returns {Promise<never>}
 */
function aborted(signal) {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(new Error(`No ack within ${deadlineMs / 1_000} s.`)));
  });
}
