import { mkdir, readFile, writeFile } from "node:fs/promises";

const folder = new URL("../", import.meta.url);
const head = "# Results\n\nWritten by `npm run bench -- --write`; how to read them is in [README.md](README.md).\n";

/**
 * @typedef {object} Section of `RESULTS.md`
 * @property {string} title
 * @property {string} about
 * @property {Record<string, string>} facts that a reader needs to run it again
 * @property {readonly { title: string, table: string, remarks: readonly string[] }[]} cases
 * @property {string} chart the picture
 */

/**
 * Puts sections into `RESULTS.md`, each in place of the one with the same heading, and their charts beside it; the others stay.
 *
 * @param {readonly Section[]} sections
 */
export async function writeResults(sections) {
  const file = new URL("RESULTS.md", folder);
  const before = await readFile(file, "utf8").catch(() => head);
  const kept = new Map(
    before
      .split(/^(?=## )/m)
      .slice(1)
      .map((text) => [heading(text), text.trim()]),
  );
  await mkdir(new URL("charts/", folder), { recursive: true });
  for (const section of sections) {
    const text = markdown(section);
    kept.set(heading(text), text);
    await writeFile(new URL(chartPath(section), folder), section.chart);
  }
  const ordered = [...kept.keys()].sort().map((key) => kept.get(key));
  await writeFile(file, `${[head.trim(), ...ordered].join("\n\n")}\n`);
}

/** @param {Section} section */
function markdown(section) {
  const { title, about, facts, cases } = section;
  const tables = cases.map((each) => [`### ${each.title}`, each.table, ...list(each.remarks)].join("\n\n"));
  const lines = Object.entries(facts).map(([name, fact]) => `${name}: ${fact}`);
  return [`## ${title}`, about, ...list(lines), `![${title}](${chartPath(section)})`, ...tables].join("\n\n");
}

/** @param {readonly string[]} lines */
function list(lines) {
  return lines.length === 0 ? [] : [lines.map((line) => `- ${line}`).join("\n")];
}

/**
 * @param {Section} section
 * @returns {string} `charts/echo-node-24.svg` of "echo, Node 24.21.0"
 */
function chartPath({ title }) {
  const name = title.replace(/\.\d.*/, "").replaceAll(/[^a-z\d]+/gi, "-");
  return `charts/${name.toLowerCase()}.svg`;
}

/** @param {string} text */
function heading(text) {
  return text.slice(0, text.indexOf("\n"));
}
