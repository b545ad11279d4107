/**
 * The standings of one case as a Markdown table, a row a target: for each compared figure the median of the per-round ratios
 * to the baseline and their spread, then the median of every figure.
 *
 * @param {import("./catalog.mjs").Scenario} scenario
 * @param {readonly import("./summary.mjs").Standing[]} standings
 * @returns {string}
 */
export function caseTable({ figures }, standings) {
  const compared = figures.filter((figure) => figure.compared);
  const head = [
    "server",
    ...compared.flatMap(({ title }) => [`ratio of ${title}`, "spread"]),
    ...figures.map(({ title, unit }) => (unit === undefined ? title : `${title}, ${unit}`)),
    "rounds",
  ];
  const rows = standings.map(({ target, medians, ratios, counted, rounds }) => [
    target,
    ...compared.flatMap(({ key }) => ratioCells(ratios[key])),
    ...figures.map(({ key, digits }) => cell(medians[key], digits)),
    `${counted}/${rounds}`,
  ]);
  return aligned([head, ...rows]);
}

/** @param {import("./summary.mjs").Ratio | undefined} ratio */
function ratioCells(ratio) {
  if (!ratio) return ["-", "-"];
  return [cell(ratio.median, 2), `${cell(ratio.low, 2)} to ${cell(ratio.high, 2)}`];
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
