import { connect } from "./connection.mjs";
import { untilListening } from "./listening.mjs";

const handshakesAtOnce = 50;
const connectionsPerAddress = 5_000;

/**
 * Opens `count` connections, to each port in turn, from as many loopback addresses as their number needs. As soon as one is
 * ready the next is opened.
 *
 * @param {readonly number[]} ports
 * @param {number} count
 * @param {{ signal: AbortSignal, onReady?: (openedAt: number) => void }} options `onReady` is called for each that is ready
 * @returns {Promise<import("./connection.mjs").Connection[]>} rejects if a single one does not get ready
 */
export async function openCrowd(ports, count, { signal, onReady = () => {} }) {
  for (const port of ports) await untilListening(port, signal);
  /** @type {import("./connection.mjs").Connection[]} */
  const crowd = [];
  let next = 0;
  const open = async () => {
    while (next < count) {
      signal.throwIfAborted();
      const index = next++;
      const openedAt = performance.now();
      crowd[index] = await connect({ port: ports[index % ports.length], localAddress: localAddress(index) });
      onReady(openedAt);
    }
  };
  await Promise.all(Array.from({ length: handshakesAtOnce }, open));
  return crowd;
}

/**
 * The first connections leave the choice to the kernel. An address of its own must be bound, and to find a free port on one that was used a
 * moment ago costs the kernel far more than the connection: so each process has others.
 *
 * @param {number} index
 * @returns {string | undefined}
 */
function localAddress(index) {
  const block = Math.floor(index / connectionsPerAddress);
  if (block === 0) return undefined;
  return `127.${1 + ((process.pid >> 8) & 0x7f)}.${process.pid & 0xff}.${block}`;
}
