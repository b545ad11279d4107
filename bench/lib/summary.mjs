import { median } from "./statistics.mjs";

/**
 * @typedef {object} Standing what all rounds of one case say of one target
 * @property {string} target
 * @property {number} counted rounds
 * @property {number} rounds
 * @property {Readonly<Record<string, number>>} medians of every figure, by its key
 * @property {Readonly<Record<string, Ratio | undefined>>} ratios of every compared figure to the baseline's of the same round, by its key
 *
 * @typedef {object} Ratio
 * @property {number} median
 * @property {number} low
 * @property {number} high
 */

/**
 * @param {import("./catalog.mjs").Scenario} scenario
 * @param {readonly string[]} targets the first is the baseline
 * @param {readonly import("./rounds.mjs").Round[]} rounds
 * @returns {Standing[]} one a target
 */
export function standings({ figures }, targets, rounds) {
  const compared = figures.filter((figure) => figure.compared);
  return targets.map((target) => {
    const all = rounds.filter((round) => round.target === target);
    const good = all.flatMap((round) => round.figures ?? []);
    return {
      target,
      counted: good.length,
      rounds: all.length,
      medians: Object.fromEntries(figures.map(({ key }) => [key, median(good.map((each) => each[key] ?? Number.NaN))])),
      ratios: Object.fromEntries(compared.map(({ key }) => [key, ratio(rounds, targets[0], target, key)])),
    };
  });
}

/**
 * @param {readonly import("./rounds.mjs").Round[]} rounds
 * @param {string} baseline
 * @param {string} target
 * @param {string} key
 * @returns {Ratio | undefined} of the rounds in which both counted, if there are any
 */
function ratio(rounds, baseline, target, key) {
  const values = rounds
    .filter((round) => round.target === target)
    .map(({ round, figures }) => {
      const base = rounds.find((other) => other.target === baseline && other.round === round)?.figures;
      return (figures?.[key] ?? Number.NaN) / (base?.[key] ?? Number.NaN);
    })
    .filter(Number.isFinite);
  if (values.length === 0) return undefined;
  return { median: median(values), low: Math.min(...values), high: Math.max(...values) };
}

/**
 * Why rounds did not count, a sentence for each target and reason.
 *
 * @param {readonly import("./rounds.mjs").Round[]} rounds
 * @returns {string[]}
 */
export function discards(rounds) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { target, discarded } of rounds) {
    if (discarded === undefined) continue;
    const reason = `${target}: ${discarded.split("\n", 1)[0]}`;
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts].map(([reason, count]) => `${count} of the rounds did not count for ${reason}`);
}
