import { parseArgs } from "node:util";

// Longer than a server tells what a load has started from what came later, which costs a little on Node before 24.
const warmUpMs = 11_000;

/** What `npm run bench -- --help` shows. */
export const usage = `npm run bench -- [scenario…] [options]

  --rounds N       rounds that count, 1 to 100; each scenario has its own default
  --slice MS       how long a slice of load lasts, 100 to 10000 (500)
  --warm-up MS     how long the load before the first slice lasts, 100 to 60000 (11000)
  --targets A,B    only these targets; the first is what the others are compared with
  --case TEXT      only cases whose name contains TEXT
  --node NODE      run the servers on this Node binary, or on this major version from npm
  --write          put the tables into bench/RESULTS.md and the charts into bench/charts
  --help`;

/**
 * @typedef {object} Job a scenario with what the command line left of it
 * @property {string} name
 * @property {import("./catalog.mjs").Scenario} scenario
 * @property {readonly string[]} targets
 * @property {readonly [title: string, settings: import("./catalog.mjs").Settings][]} cases
 * @property {number} rounds
 */

/**
 * Reads the command line. Throws when it names what does not exist or a number is out of its bounds.
 *
 * @param {readonly string[]} argv
 * @param {Readonly<Record<string, import("./catalog.mjs").Scenario>>} scenarios
 * @param {Readonly<Record<string, import("./catalog.mjs").Target>>} targets
 */
export function readArguments(argv, scenarios, targets) {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      rounds: { type: "string" },
      slice: { type: "string", default: "500" },
      "warm-up": { type: "string", default: String(warmUpMs) },
      targets: { type: "string" },
      case: { type: "string", default: "" },
      node: { type: "string" },
      write: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const { node, write, help } = values;
  const names = positionals.length > 0 ? positionals : Object.keys(scenarios);
  const all = names.map((name) => {
    const scenario = pick(scenarios, name, "scenario");
    const chosen = values.targets?.split(",") ?? scenario.targets;
    for (const target of chosen) pick(targets, target, "target");
    const cases = Object.entries(scenario.cases).filter(([title]) => title.includes(values.case));
    const rounds = values.rounds === undefined ? scenario.rounds : whole("--rounds", values.rounds, 1, 100);
    return /** @type {Job} */ ({ name, scenario, targets: chosen, cases, rounds });
  });
  const jobs = all.filter(({ cases }) => cases.length > 0);
  if (jobs.length === 0) throw new Error(`No case of ${names.join(", ")} has "${values.case}" in its name.`);
  const sliceMs = whole("--slice", values.slice, 100, 10_000);
  return { jobs, sliceMs, warmUpMs: whole("--warm-up", values["warm-up"], 100, 60_000), node, write, help };
}

/**
 * @template T
 * @param {Readonly<Record<string, T>>} catalog
 * @param {string} name
 * @param {string} kind
 * @returns {T}
 */
function pick(catalog, name, kind) {
  if (Object.hasOwn(catalog, name)) return catalog[name];
  throw new Error(`There is no ${kind} "${name}". There are: ${Object.keys(catalog).join(", ")}.`);
}

/**
 * @param {string} flag
 * @param {string} text
 * @param {number} least
 * @param {number} most
 */
function whole(flag, text, least, most) {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new Error(`${flag} must be a whole number from ${least} to ${most}, not "${text}".`);
}
