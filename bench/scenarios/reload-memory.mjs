import { memoryFigures, savedFile } from "../lib/saving.mjs";

/** @type {import("../lib/catalog.mjs").Scenario} */
export const scenario = {
  about: "What the server keeps in memory after 2,000 saves, against what it kept after 100.",
  targets: ["saved-functions", "saved-plain"],
  rounds: 3,
  slices: 1,
  cases: { "10 clients": { connections: 10, saves: 2_000, early: 100, restMs: 0 } },
  figures: memoryFigures,
  prepare: savedFile,
};
