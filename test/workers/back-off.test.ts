import { expect, test } from "vitest";
import { BackOff } from "../../src/run/workers/back-off.ts";

/** The waits after deaths at these times. */
function waits(...seconds: readonly number[]): (number | undefined)[] {
  const backOff = new BackOff();
  return seconds.map((at) => backOff.died(at * 1_000));
}

test("each death makes the next wait twice as long, up to 5 s", () => {
  expect(waits(0, 10, 20, 30, 40, 50, 60, 70)).toEqual([100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000]);
});

test("after 60 s without a death the waits are short again", () => {
  expect(waits(0, 10, 20, 80, 90)).toEqual([100, 200, 400, 100, 200]);
});

test("more than 5 deaths within 30 s are too many", () => {
  expect(waits(0, 1, 2, 3, 4, 5)).toEqual([100, 200, 400, 800, 1_600, undefined]);
  expect(waits(0, 1, 2, 3, 4, 30)).toEqual([100, 200, 400, 800, 1_600, 3_200]);
});
