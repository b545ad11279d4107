import { Histogram } from "./histogram.mjs";

/** What the connections of a workload have done, and a place to report what must not happen. */
export class Meter {
  /** Acks or deliveries that came back and were what they had to be. */
  messages = 0;
  /** Events that many were to get. */
  emits = 0;
  latency = new Histogram();
  #onMistake;

  /** @param {(packet: string) => void} onMistake gets a packet that was not what was expected */
  constructor(onMistake) {
    this.#onMistake = onMistake;
  }

  /** @param {number} sentAt of `performance.now()` */
  count(sentAt) {
    this.messages += 1;
    this.latency.record(performance.now() - sentAt);
  }

  /**
   * @param {Buffer} bytes
   * @param {number} start
   * @param {number} end
   */
  mistake(bytes, start, end) {
    this.#onMistake(bytes.toString("utf8", start, Math.min(end, start + 200)));
  }

  /** Starts again from nothing, as after the warm-up. */
  clear() {
    this.messages = 0;
    this.emits = 0;
    this.latency.clear();
  }
}
