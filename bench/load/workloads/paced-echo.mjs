import { textFrame } from "../frames.mjs";

const tickMs = 1;

/**
 * Echo at a rate that is set, a connection after the other, so that a server which costs less than this generator can be measured too. A
 * connection that still waits for its ack is passed over; a server that cannot follow gets less. A message is one event and its ack.
 *
 * @type {import("./index.mjs").Workload}
 */
export function pacedEcho(crowd, { payloadBytes, rate = 1 }, meter) {
  const payload = JSON.stringify("x".repeat(payloadBytes));
  const request = textFrame(`420["echo",${payload}]`);
  const reply = Buffer.from(`430[${payload}]`);
  const idle = [...crowd];
  const sentAt = new Map();
  let onIdle = () => {};
  let last = 0;
  let due = 0;
  /** @type {NodeJS.Timeout | undefined} */
  let timer;

  for (const connection of crowd) {
    connection.onPacket = (bytes, start, end) => {
      if (reply.compare(bytes, start, end) !== 0) return meter.mistake(bytes, start, end);
      meter.count(sentAt.get(connection));
      idle.push(connection);
      if (idle.length === crowd.length) onIdle();
    };
  }
  const tick = () => {
    const now = performance.now();
    due = Math.min(due + ((now - last) * rate) / 1_000, idle.length);
    last = now;
    for (const connection of idle.splice(0, Math.floor(due))) {
      due -= 1;
      sentAt.set(connection, performance.now());
      connection.send(request);
    }
  };

  return {
    start() {
      last = performance.now();
      onIdle = () => {};
      timer = setInterval(tick, tickMs);
    },
    stop() {
      clearInterval(timer);
      if (idle.length === crowd.length) return Promise.resolve();
      return new Promise((resolve) => {
        onIdle = resolve;
      });
    },
  };
}
