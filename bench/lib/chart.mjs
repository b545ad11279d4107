const width = 760;
const labelWidth = 190;
const valueWidth = 130;
const barHeight = 18;
const rowHeight = 26;
const headHeight = 64;
const caseHeight = 34;
const plotWidth = width - labelWidth - valueWidth;

/** The page behind it decides whether a picture is seen in a light or a dark scheme; it brings its own ground in both. */
const style = `
  .ground { fill: #ffffff; } .title, .case, .name, .value { fill: #1f2328; } .note { fill: #59636e; }
  .bar { fill: #0969da; } .ours { fill: #1a7f37; } .again { fill: #818b98; } .spread, .one { stroke: #1f2328; }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #0d1117; } .title, .case, .name, .value { fill: #f0f6fc; } .note { fill: #9198a1; }
    .bar { fill: #4493f8; } .ours { fill: #3fb950; } .again { fill: #656c76; } .spread, .one { stroke: #f0f6fc; }
  }
  text { font: 13px system-ui, sans-serif; } .title { font-size: 16px; font-weight: 600; } .case { font-weight: 600; }
  .one { stroke-dasharray: 2 3; opacity: 0.6; }`;

/**
 * @typedef {object} ChartCase
 * @property {string} title
 * @property {readonly import("./summary.mjs").Standing[]} standings the first is the baseline
 */

/**
 * A scenario as an SVG picture: a bar a server, cases below each other, of the first figure that is compared, with its spread; where none is,
 * of the first figure. Servers of which no round counted have no bar.
 *
 * @param {string} name
 * @param {import("./catalog.mjs").Scenario} scenario
 * @param {readonly ChartCase[]} cases
 * @returns {string}
 */
export function chart(name, { figures }, cases) {
  const figure = figures.find(({ compared }) => compared) ?? figures[0];
  let top = headHeight;
  const parts = cases.map(({ title, standings }) => {
    const bars = standings.map((standing) => barOf(standing, figure)).filter(({ value }) => Number.isFinite(value));
    const part = casePart(title, bars, top);
    top += caseHeight + bars.length * rowHeight;
    return part;
  });
  const measure = figure.compared
    ? `${figure.title}, ${cases[0].standings[0].target} = 1`
    : `${figure.title}, ${figure.unit}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${top + 12}" viewBox="0 0 ${width} ${top + 12}" role="img">
<title>${escaped(`${name}: ${measure}`)}</title>
<style>${style}
</style>
<rect class="ground" width="100%" height="100%" rx="6"/>
${text("title", 16, 28, name)}
${text("note", 16, 50, `${measure}; ${figure.moreIsBetter ? "more" : "less"} is better`)}
${parts.join("\n")}
</svg>
`;
}

/**
 * @param {import("./summary.mjs").Standing} standing
 * @param {import("./catalog.mjs").Figure} figure
 */
function barOf({ target, ratios, medians }, { key, compared, digits }) {
  const { median, low, high } = ratios[key] ?? { median: Number.NaN, low: Number.NaN, high: Number.NaN };
  if (compared) return { target, value: median, low, high, shown: median.toFixed(2), compared };
  return {
    target,
    value: medians[key],
    low: medians[key],
    high: medians[key],
    shown: medians[key].toFixed(digits),
    compared,
  };
}

/**
 * @param {string} title
 * @param {readonly ReturnType<typeof barOf>[]} bars
 * @param {number} top
 */
function casePart(title, bars, top) {
  const most = Math.max(...bars.map(({ high }) => high));
  const x = (/** @type {number} */ value) => Math.round(labelWidth + (plotWidth * value) / most);
  const rows = bars.map(({ target, value, low, high, shown }, index) => {
    const y = top + caseHeight + index * rowHeight;
    const middle = y + barHeight / 2;
    return `${text("name", labelWidth - 10, middle + 5, target, "end")}
<rect class="${kindOf(target)}" x="${labelWidth}" y="${y}" width="${Math.max(1, x(value) - labelWidth)}" height="${barHeight}" rx="2"/>
<path class="spread" d="M${x(low)} ${middle}H${x(high)}"/>
${text("value", x(high) + 8, middle + 5, shown)}`;
  });
  const end = top + caseHeight + bars.length * rowHeight - 8;
  const one = bars.some(({ compared }) => compared)
    ? `<path class="one" d="M${x(1)} ${top + caseHeight - 4}V${end}"/>`
    : "";
  return [text("case", 16, top + 20, title), ...rows, one].join("\n");
}

/** @param {string} target */
function kindOf(target) {
  if (target.endsWith("-again")) return "again";
  return target.startsWith("sio-") ? "ours" : "bar";
}

/**
 * @param {string} kind
 * @param {number} x
 * @param {number} y
 * @param {string} words
 * @param {"start" | "end"} [anchor]
 */
function text(kind, x, y, words, anchor = "start") {
  return `<text class="${kind}" x="${x}" y="${y}" text-anchor="${anchor}">${escaped(words)}</text>`;
}

/** @param {string} words */
function escaped(words) {
  return words.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
