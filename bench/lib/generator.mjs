import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { cores, startPinned } from "./children.mjs";

const program = fileURLToPath(new URL("../load/main.mjs", import.meta.url));
/** For every 5,000 connections. */
const connectMs = 30_000;
const graceMs = 10_000;

/**
 * @typedef {object} Generator
 * @property {Promise<import("../load/main.mjs").LoadFigures>} ready resolves when every connection is, with how that went; rejects when one does not get there
 * @property {(slice: import("../load/main.mjs").Slice) => Promise<import("../load/main.mjs").LoadFigures>} run
 *   rejects when a connection broke, a packet was wrong, or it took far longer than it should
 * @property {() => Promise<void>} kill
 */

/**
 * Starts the load generator on its core.
 *
 * @param {Omit<import("../load/main.mjs").LoadSpec, "connectMs">} spec
 * @returns {Generator} for the caller to kill, whatever becomes of it
 */
export function startGenerator(spec) {
  const patienceMs = connectMs * Math.ceil(spec.connections / 5_000);
  const command = [process.execPath, program, JSON.stringify({ ...spec, connectMs: patienceMs })];
  const child = startPinned(command, { core: cores.load, talk: true });
  const answers = createInterface({ input: /** @type {import("node:stream").Readable} */ (child.stdout) });
  const lines = answers[Symbol.asyncIterator]();
  return {
    ready: answer(patienceMs + graceMs),
    run(slice) {
      child.stdin?.write(`${JSON.stringify(slice)}\n`);
      return answer(slice.runMs + graceMs);
    },
    kill: child.kill,
  };

  /** @param {number} deadlineMs */
  async function answer(deadlineMs) {
    const deadline = setTimeout(child.kill, deadlineMs);
    const { value, done } = await lines.next();
    clearTimeout(deadline);
    if (!done) return JSON.parse(value);
    const { complaint } = await child.ended;
    throw new Error(complaint || `The load generator did not answer within ${deadlineMs / 1_000} s.`);
  }
}
