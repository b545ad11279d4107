import { textFrame } from "../frames.mjs";

/**
 * The first connection asks for a broadcast to everybody; the next is asked for when everybody has it.
 * A message is one delivery to one connection.
 *
 * @type {import("./index.mjs").Workload}
 */
export function broadcast(crowd, { payloadBytes }, meter) {
  const payload = JSON.stringify("x".repeat(payloadBytes));
  const request = textFrame(`42["broadcast",${payload}]`);
  const expected = Buffer.from(`42["news",${payload}]`);
  let sentAt = 0;
  let missing = 0;
  let onEverybody = () => {};

  const next = () => {
    missing = crowd.length;
    sentAt = performance.now();
    crowd[0].send(request);
  };
  for (const connection of crowd) {
    connection.onPacket = (bytes, start, end) => {
      if (expected.compare(bytes, start, end) !== 0) return meter.mistake(bytes, start, end);
      meter.count(sentAt);
      missing -= 1;
      if (missing === 0) onEverybody();
    };
  }

  return {
    start() {
      onEverybody = next;
      next();
    },
    stop: () =>
      new Promise((resolve) => {
        onEverybody = resolve;
      }),
  };
}
