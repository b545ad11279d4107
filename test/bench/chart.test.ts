import { expect, test } from "vitest";
import { chart } from "../../bench/lib/chart.mjs";
import { standings } from "../../bench/lib/summary.mjs";

const scenario = {
  about: "",
  targets: ["bare", "sio-plain"],
  rounds: 2,
  slices: 1,
  cases: {},
  figures: [
    { key: "rate", title: "messages/s", digits: 0 },
    { key: "micros", title: "CPU a message", unit: "µs", digits: 1, compared: true },
  ],
  prepare: () => Promise.reject(new Error("Nothing is measured here.")),
};

const rounds = [
  { round: 1, target: "bare", figures: { rate: 10, micros: 10 } },
  { round: 1, target: "sio-plain", figures: { rate: 30, micros: 4 } },
  { round: 1, target: "raw", discarded: "The client used 0.95 of its core." },
  { round: 2, target: "bare", figures: { rate: 10, micros: 20 } },
  { round: 2, target: "sio-plain", figures: { rate: 10, micros: 10 } },
];

test("a chart shows the ratio of the first compared figure, and nothing of a server that has none", () => {
  const svg = chart("echo", scenario, [
    { title: "1 < 2 & 3", standings: standings(scenario, ["bare", "sio-plain", "raw"], rounds) },
  ]);
  const texts = [...svg.matchAll(/<text[^>]*>(.*?)<\/text>/g)].map(([, text]) => text);
  expect(texts).toEqual([
    "echo",
    "CPU a message, bare = 1; less is better",
    "1 &lt; 2 &amp; 3",
    ...["bare", "1.00", "sio-plain", "0.45"],
  ]);
});

test("without a compared figure a chart shows the first as it is", () => {
  const figures = [{ key: "rate", title: "saves", unit: "ms", digits: 1, moreIsBetter: true }];
  const plain = { ...scenario, figures };
  const svg = chart("reload", plain, [{ title: "once", standings: standings(plain, ["sio-plain"], rounds) }]);
  expect(svg).toContain(">saves, ms; more is better<");
  expect(svg).toContain(">20.0<");
});
