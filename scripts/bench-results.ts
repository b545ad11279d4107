import { readFileSync } from "node:fs";

/** What the benchmark has last measured of one scenario. */
export interface Section {
  /** Those lines that a figure needs beside it, as Markdown. */
  readonly facts: string;
  readonly cases: readonly Case[];
}

/** A case with a row for each target. */
export interface Case {
  readonly title: string;
  /** Cells by the titles of their columns; a target's name is under `server`. */
  readonly rows: readonly Readonly<Record<string, string>>[];
}

const factsToTell = ["Machine", "Runtime", "Versions", "Date", "Command"];

/**
 * Reads a scenario from bench/RESULTS.md; of several runtimes the last.
 *
 * @throws Error if it has not been measured, with the command that does so
 */
export function readSection(scenario: string): Section {
  const results = readFileSync(new URL("../bench/RESULTS.md", import.meta.url), "utf8");
  const section = results.split(/^(?=## )/m).findLast((text) => text.startsWith(`## ${scenario},`));
  if (section === undefined)
    throw new Error(`bench/RESULTS.md has no ${scenario}: npm run bench -- ${scenario} --write`);
  const facts = section.split("\n").filter((line) => factsToTell.some((fact) => line.startsWith(`- ${fact}: `)));
  return { facts: facts.join("\n"), cases: section.split(/^### /m).slice(1).map(readCase) };
}

function readCase(text: string): Case {
  const [title = "", ...lines] = text.split("\n");
  const [head = [], , ...body] = lines.filter((line) => line.startsWith("|")).map(cellsOf);
  return {
    title,
    rows: body.map((cells) => Object.fromEntries(head.map((name, index) => [name, cells[index] ?? ""]))),
  };
}

function cellsOf(line: string): readonly string[] {
  return line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());
}

/** A Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
