import { savedFile, savingFigures } from "../lib/saving.mjs";

/** @type {import("../lib/catalog.mjs").Scenario} */
export const scenario = {
  about:
    "From saving the file to the first answer of the new code, to a client that asks all the time, and what the others notice.",
  targets: ["saved-functions", "saved-plain", "saved-node", "saved-tsx", "saved-nodemon", "saved-bun", "saved-deno"],
  rounds: 3,
  slices: 1,
  cases: { "1,000 clients": { connections: 1_000, saves: 100, restarts: 5 } },
  figures: savingFigures,
  prepare: savedFile,
};
