import { connect } from "./connection.mjs";
import { untilListening } from "./listening.mjs";

const handshakesAtOnce = 50;
const connectionsPerAddress = 5_000;

/**
 * Opens `count` connections, from as many loopback addresses as their number needs.
 *
 * @param {number} port
 * @param {number} count
 * @param {AbortSignal} signal
 * @returns {Promise<import("./connection.mjs").Connection[]>} rejects if a single one does not get ready
 */
export async function openCrowd(port, count, signal) {
  await untilListening(port, signal);
  /** @type {import("./connection.mjs").Connection[]} */
  const crowd = [];
  while (crowd.length < count) {
    signal.throwIfAborted();
    const batch = Array.from({ length: Math.min(handshakesAtOnce, count - crowd.length) }, (_, index) =>
      connect({ port, localAddress: localAddress(crowd.length + index) }),
    );
    crowd.push(...(await Promise.all(batch)));
  }
  return crowd;
}

/** @param {number} index */
function localAddress(index) {
  return `127.0.0.${1 + Math.floor(index / connectionsPerAddress)}`;
}
