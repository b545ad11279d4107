import { textFrame } from "../frames.mjs";

const zero = "0".charCodeAt(0);
const nine = "9".charCodeAt(0);
const textStart = '42["news","'.length;

/**
 * @typedef {object} Lane one event after the other, each answered with "news" to many
 * @property {(payload: string) => string} request the packet that asks for it, with that text as JSON
 * @property {import("../connection.mjs").Connection} asker
 * @property {readonly import("../connection.mjs").Connection[]} members who get the news
 */

/**
 * Works on all lanes at once: the next event of a lane leaves when all its members have the news of the one before. The text starts
 * with the number of its lane; a member that gets another lane's news, or the same twice, is a mistake.
 * A message is one delivery to one connection.
 *
 * @param {readonly Lane[]} lanes
 * @param {number} payloadBytes
 * @param {import("../meter.mjs").Meter} meter
 * @returns {import("./index.mjs").Work}
 */
export function fanOut(lanes, payloadBytes, meter) {
  const runs = lanes.map(({ request, asker, members }, number) => {
    const payload = JSON.stringify(String(number).padEnd(payloadBytes, "x"));
    return {
      frame: textFrame(request(payload)),
      expected: Buffer.from(`42["news",${payload}]`),
      asker,
      members: new Set(members),
      missing: 0,
      sentAt: 0,
    };
  });
  let running = false;
  let unfinished = 0;
  let onIdle = () => {};

  const ask = (/** @type {(typeof runs)[number]} */ run) => {
    run.missing = run.members.size;
    run.sentAt = performance.now();
    meter.emits += 1;
    run.asker.send(run.frame);
  };
  for (const connection of new Set(lanes.flatMap(({ members }) => members))) {
    connection.onPacket = (bytes, start, end) => {
      const run = runs[laneNumber(bytes, start + textStart)];
      if (run?.expected.compare(bytes, start, end) !== 0 || run.missing === 0 || !run.members.has(connection))
        return meter.mistake(bytes, start, end);
      meter.count(run.sentAt);
      run.missing -= 1;
      if (run.missing > 0) return;
      if (running) return ask(run);
      unfinished -= 1;
      if (unfinished === 0) onIdle();
    };
  }

  return {
    start() {
      running = true;
      unfinished = runs.length;
      for (const run of runs) ask(run);
    },
    stop() {
      running = false;
      return new Promise((resolve) => {
        onIdle = resolve;
      });
    },
  };
}

/**
 * @param {Buffer} bytes
 * @param {number} start
 */
function laneNumber(bytes, start) {
  let number = 0;
  for (let at = start; bytes[at] >= zero && bytes[at] <= nine; at++) number = number * 10 + bytes[at] - zero;
  return number;
}
