import { expect, test } from "vitest";
import { Histogram } from "../../src/bench/histogram.ts";
import { Tally } from "../../src/bench/tally.ts";

function recorded(durations: readonly number[]): Histogram {
  const histogram = new Histogram();
  for (const ms of durations) histogram.record(ms);
  return histogram;
}

test("percentiles are right to 1.6 %, from a microsecond to an hour", () => {
  for (const unit of [0.001, 0.05, 1, 70, 3_000]) {
    const histogram = recorded(Array.from({ length: 1_000 }, (_, index) => (index + 1) * unit));
    for (const share of [0.001, 0.5, 0.9, 0.99, 0.999, 1]) {
      const exact = 1_000 * share * unit;
      expect(histogram.percentile(share)).toBeGreaterThanOrEqual(exact * 0.999);
      expect(histogram.percentile(share)).toBeLessThanOrEqual(exact * (1 + 1 / 60));
    }
  }
});

test("the least, the mean and the greatest are exact", () => {
  expect(recorded([4, 1, 7]).percentiles()).toMatchObject({ min: 1, mean: 4, max: 7, p999: 7 });
});

test("nothing recorded is nothing", () => {
  const histogram = new Histogram();
  expect([histogram.percentiles(), histogram.bars(10), histogram.percentile(0.5)]).toEqual([undefined, [], 0]);
});

test("what is out of range counts at the ends", () => {
  const histogram = recorded([-1, 0, 1e12]);
  expect(histogram.count).toBe(3);
  expect(histogram.percentile(0.5)).toBe(0);
  expect(histogram.percentile(1)).toBeGreaterThan(3_600_000);
});

test.each([
  { what: "one duration", durations: [5, 5, 5], rows: 1 },
  { what: "nothing at all", durations: [0, 0], rows: 1 },
  { what: "durations far apart", durations: [1, 2, 3, 1_000], rows: 12 },
  { what: "many durations", durations: Array.from({ length: 500 }, (_, index) => 0.7 + index * 0.31), rows: 12 },
])("bars cover $what once", ({ durations, rows }) => {
  const bars = recorded(durations).bars(12);
  expect(bars).toHaveLength(rows);
  expect(bars.reduce((sum, { count }) => sum + count, 0)).toBe(durations.length);
  expect(bars.at(-1)?.toMs).toBe(Math.max(0.001, ...durations));
  for (const [index, { fromMs }] of bars.entries()) {
    if (index > 0) expect(fromMs).toBeCloseTo(bars[index - 1]?.toMs ?? 0, 9);
  }
});

test("a tally lists the most frequent first, and does not grow without end", () => {
  const tally = new Tally("others");
  tally.add("b", 2);
  tally.add("a", 3);
  tally.add("b", 2);
  expect(tally.list()).toEqual([
    { thing: "b", count: 4 },
    { thing: "a", count: 3 },
  ]);
  for (let index = 0; index < 1_000; index++) tally.add(`message ${index}`);
  expect(tally.total).toBe(1_007);
  expect(tally.list()).toHaveLength(51);
  expect(tally.list()[0]).toEqual({ thing: "others", count: 952 });
});
