import { median } from "./statistics.mjs";

/**
 * The rounds of one case as a Markdown table, a row a target: for each compared figure the median of the per-round ratios
 * to the baseline and their spread, then the median of every figure.
 *
 * @param {import("./catalog.mjs").Scenario} scenario
 * @param {readonly string[]} targets the first is the baseline
 * @param {readonly import("./rounds.mjs").Round[]} rounds
 * @returns {string}
 */
export function caseTable({ figures }, targets, rounds) {
  const compared = figures.filter((figure) => figure.compared);
  const head = [
    "server",
    ...compared.flatMap(({ title }) => [`ratio of ${title}`, "spread"]),
    ...figures.map(({ title, unit }) => (unit === undefined ? title : `${title}, ${unit}`)),
    "rounds",
  ];
  const rows = targets.map((target) => {
    const good = rounds.filter((round) => round.target === target && round.figures);
    const all = rounds.filter((round) => round.target === target);
    return [
      target,
      ...compared.flatMap(({ key }) => ratioCells(ratios(rounds, targets[0], target, key))),
      ...figures.map(({ key, digits }) =>
        cell(median(good.map((round) => round.figures?.[key] ?? Number.NaN)), digits),
      ),
      `${good.length}/${all.length}`,
    ];
  });
  return aligned([head, ...rows]);
}

/**
 * @param {readonly import("./rounds.mjs").Round[]} rounds
 * @param {string} baseline
 * @param {string} target
 * @param {string} key
 * @returns {number[]} one a round in which both counted
 */
function ratios(rounds, baseline, target, key) {
  return rounds
    .filter((round) => round.target === target)
    .map(({ round, figures }) => {
      const base = rounds.find((other) => other.target === baseline && other.round === round)?.figures;
      return (figures?.[key] ?? Number.NaN) / (base?.[key] ?? Number.NaN);
    })
    .filter(Number.isFinite);
}

/** @param {readonly number[]} values */
function ratioCells(values) {
  if (values.length === 0) return ["-", "-"];
  return [cell(median(values), 2), `${cell(Math.min(...values), 2)} to ${cell(Math.max(...values), 2)}`];
}

/**
 * @param {number} value
 * @param {number} digits
 */
function cell(value, digits) {
  return Number.isFinite(value) ? value.toFixed(digits) : "-";
}

/** @param {readonly (readonly string[])[]} rows the first is the head */
function aligned(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (/** @type {readonly string[]} */ row) =>
    `| ${row.map((text, column) => (column === 0 ? text.padEnd(widths[column]) : text.padStart(widths[column]))).join(" | ")} |`;
  const rule = `|${widths.map((width, column) => (column === 0 ? "-".repeat(width + 2) : `${"-".repeat(width + 1)}:`)).join("|")}|`;
  const [head, ...body] = rows;
  return [line(head), rule, ...body.map(line)].join("\n");
}
