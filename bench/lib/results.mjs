import { readFile, writeFile } from "node:fs/promises";

const file = new URL("../RESULTS.md", import.meta.url);
const head = "# Results\n\nWritten by `npm run bench -- --write`; how to read them is in [README.md](README.md).\n";

/**
 * A scenario's tables under a heading, with the facts a reader needs to run it again.
 *
 * @param {string} title
 * @param {string} about
 * @param {Record<string, string>} facts
 * @param {readonly { title: string, table: string }[]} cases
 */
export function section(title, about, facts, cases) {
  const lines = Object.entries(facts).map(([name, fact]) => `- ${name}: ${fact}`);
  const tables = cases.map((each) => `### ${each.title}\n\n${each.table}`);
  return [`## ${title}`, about, lines.join("\n"), ...tables].join("\n\n");
}

/**
 * Puts sections into `RESULTS.md`, each in place of the one with the same heading; the others stay.
 *
 * @param {readonly string[]} sections
 */
export async function writeResults(sections) {
  const before = await readFile(file, "utf8").catch(() => head);
  const kept = new Map(
    before
      .split(/^(?=## )/m)
      .slice(1)
      .map((text) => [heading(text), text.trim()]),
  );
  for (const text of sections) kept.set(heading(text), text);
  const ordered = [...kept.keys()].sort().map((key) => kept.get(key));
  await writeFile(file, `${[head.trim(), ...ordered].join("\n\n")}\n`);
}

/** @param {string} text */
function heading(text) {
  return text.slice(0, text.indexOf("\n"));
}
