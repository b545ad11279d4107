import { textFrame } from "../frames.mjs";

const zero = "0".charCodeAt(0);
const bracket = "[".charCodeAt(0);

/**
 * Every connection keeps `inFlight` events on their way: each asks for an ack with its own payload, and the next leaves
 * when that ack is here. A message is one event and its ack.
 *
 * @type {import("./index.mjs").Workload}
 */
export function echo(crowd, { inFlight, payloadBytes }, meter) {
  const payload = JSON.stringify("x".repeat(payloadBytes));
  const slots = Array.from({ length: inFlight }, (_, id) => ({
    request: textFrame(`42${id}["echo",${payload}]`),
    reply: Buffer.from(`43${id}[${payload}]`),
  }));
  let running = false;
  let waiting = 0;
  let onIdle = () => {};

  const senders = crowd.map((connection) => {
    const sentAt = new Float64Array(inFlight);
    const send = (/** @type {number} */ id) => {
      sentAt[id] = performance.now();
      connection.send(slots[id].request);
    };
    connection.onPacket = (bytes, start, end) => {
      const id = ackId(bytes, start);
      if (slots[id]?.reply.compare(bytes, start, end) !== 0) return meter.mistake(bytes, start, end);
      meter.count(sentAt[id]);
      if (running) return send(id);
      waiting -= 1;
      if (waiting === 0) onIdle();
    };
    return send;
  });

  return {
    start() {
      running = true;
      waiting = crowd.length * inFlight;
      for (const send of senders) for (const id of slots.keys()) send(id);
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
 * @param {number} start of a packet such as `4312["x"]`
 */
function ackId(bytes, start) {
  let id = 0;
  for (let at = start + 2; bytes[at] !== bracket && at < bytes.length; at++) id = id * 10 + bytes[at] - zero;
  return id;
}
