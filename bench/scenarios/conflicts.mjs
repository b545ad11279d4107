import { programFigures } from "../lib/program.mjs";

/** @type {import("../lib/catalog.mjs").Scenario} */
export const scenario = {
  about:
    "Looking for conflicts in a project with that many packages, in a process of its own; npm ls --json on the same folder beside it.",
  targets: ["conflicts-npm-ls", "conflicts-start", "conflicts-all"],
  rounds: 5,
  slices: 1,
  cases: { "1,500 packages": { packages: 1_500 }, "30,000 packages": { packages: 30_000 } },
  figures: [{ key: "ms", title: "time", unit: "ms", digits: 1, compared: true }],
  prepare: programFigures,
};
