/** Steps in each doubling: a duration is known to 1/64 of itself, 1.6 %. */
const steps = 64;
const stepBits = 6;
const longestUs = 2 ** 32 - 1;

/** One row of a chart: how many durations lie from one bound up to the other. */
export interface Bar {
  readonly fromMs: number;
  readonly toMs: number;
  readonly count: number;
}

/** Some of the durations, in milliseconds. */
export interface Percentiles {
  readonly min: number;
  readonly mean: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

/**
 * Counts durations from a microsecond to an hour, in equal steps within each doubling, as HdrHistogram does. Recording
 * one costs no memory.
 */
export class Histogram {
  readonly #counts = new Float64Array(steps * (32 - stepBits + 1));
  #count = 0;
  #sumMs = 0;
  #minMs = Number.POSITIVE_INFINITY;
  #maxMs = 0;

  /** How many durations were recorded. */
  get count(): number {
    return this.#count;
  }

  record(ms: number): void {
    const index = indexOf(Math.min(Math.max(Math.round(ms * 1_000), 0), longestUs));
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
    this.#count += 1;
    this.#sumMs += ms;
    if (ms < this.#minMs) this.#minMs = ms;
    if (ms > this.#maxMs) this.#maxMs = ms;
  }

  /** The least duration, in milliseconds, that a share of all (from 0 to 1) does not exceed; 0 if there is none. */
  percentile(share: number): number {
    let left = Math.max(1, Math.ceil(this.#count * share));
    for (const [index, count] of this.#counts.entries()) {
      left -= count;
      if (left <= 0) return Math.min((startOf(index + 1) - 1) / 1_000, this.#maxMs);
    }
    return 0;
  }

  /** `undefined` if nothing was recorded. */
  percentiles(): Percentiles | undefined {
    if (this.#count === 0) return undefined;
    return {
      min: this.#minMs,
      mean: this.#sumMs / this.#count,
      p50: this.percentile(0.5),
      p90: this.percentile(0.9),
      p99: this.percentile(0.99),
      p999: this.percentile(0.999),
      max: this.#maxMs,
    };
  }

  /** At most `rows` bars from the least to the greatest, each the same number of times longer than the one before it. */
  bars(rows: number): readonly Bar[] {
    if (this.#count === 0) return [];
    const least = Math.max(this.#minMs, 0.001);
    const growth = Math.max(this.#maxMs / least, 1) ** (1 / rows);
    const bars = Array.from({ length: growth > 1 ? rows : 1 }, (_, row) => ({
      fromMs: least * growth ** row,
      toMs: row === rows - 1 ? this.#maxMs : least * growth ** (row + 1),
      count: 0,
    }));
    for (const [index, count] of this.#counts.entries()) {
      const middleMs = (startOf(index) + startOf(index + 1)) / 2_000;
      const bar = count > 0 && (bars.find(({ toMs }) => middleMs <= toMs) ?? bars.at(-1));
      if (bar) bar.count += count;
    }
    return bars;
  }
}

function indexOf(us: number): number {
  const shift = Math.max(0, 31 - Math.clz32(us) - stepBits);
  return shift * steps + (us >>> shift);
}

function startOf(index: number): number {
  const shift = Math.max(0, Math.floor(index / steps) - 1);
  return (index - shift * steps) * 2 ** shift;
}
