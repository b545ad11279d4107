const stepsPerDoubling = 32;
const doublings = 32;

/** Counts of durations from a microsecond to an hour, in steps of about 3 %; recording one costs no memory. */
export class Histogram {
  #counts = new Uint32Array(stepsPerDoubling * doublings);
  #total = 0;

  /** @param {number} ms */
  record(ms) {
    const step = Math.floor(Math.log2(Math.max(ms * 1_000, 1)) * stepsPerDoubling);
    this.#counts[Math.min(step, this.#counts.length - 1)] += 1;
    this.#total += 1;
  }

  /**
   * @param {number} share from 0 to 1
   * @returns {number} milliseconds, 0 when nothing was recorded
   */
  percentile(share) {
    let left = Math.ceil(this.#total * share);
    for (const [step, count] of this.#counts.entries()) {
      left -= count;
      if (count > 0 && left <= 0) return 2 ** ((step + 0.5) / stepsPerDoubling) / 1_000;
    }
    return 0;
  }

  clear() {
    this.#counts.fill(0);
    this.#total = 0;
  }
}
