import { programFigures } from "../lib/program.mjs";

/** @type {import("../lib/catalog.mjs").Scenario} */
export const scenario = {
  about: "1,000 tests of connect, one call, close, one after the other in one process, after 200 to warm up.",
  targets: ["tests-tcp", "tests-memory"],
  rounds: 5,
  slices: 1,
  cases: {
    "one server for all tests": { tests: 1_000, serverEach: false },
    "a server for each test": { tests: 1_000, serverEach: true },
  },
  figures: [
    { key: "testMs", title: "time a test", unit: "ms", digits: 2, compared: true },
    { key: "cpuMs", title: "CPU a test", unit: "ms", digits: 2, compared: true },
  ],
  prepare: programFigures,
};
