import { connect as openSocket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

const retryMs = 1;

/**
 * Resolves as soon as something accepts TCP connections on a loopback port, tried every millisecond until `signal` fires.
 *
 * @param {number} port
 * @param {AbortSignal} signal
 */
export async function untilListening(port, signal) {
  while (!(await accepts(port))) {
    signal.throwIfAborted();
    await delay(retryMs);
  }
}

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function accepts(port) {
  return new Promise((resolve) => {
    const socket = openSocket({ host: "127.0.0.1", port });
    socket.on("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}
