import { align } from "../../config/show.ts";
import { commandsFor, type PackageTool, written } from "../../conflicts/commands.ts";
import type { Finding, Fix } from "../../conflicts/finding.ts";
import type { Level } from "../../lib/finding.ts";
import type { Paint } from "../terminal.ts";

/** How findings are shown. */
export interface FindingStyle {
  /** Writes changes of packages; not needed for fixes in words. */
  readonly tool?: PackageTool;
  readonly paint: Paint;
}

const marks: Readonly<Record<Level, { readonly sign: string; readonly colour: keyof Paint }>> = {
  fatal: { sign: "✖", colour: "red" },
  warning: { sign: "▲", colour: "yellow" },
  info: { sign: "•", colour: "cyan" },
};

/** A finding with all that is known of it, on several lines. */
export function showFinding({ id, level, what, where, consequence, fixes }: Finding, style: FindingStyle): string {
  const { paint, tool } = style;
  const { sign, colour } = marks[level];
  const advice = fixes.map((fix, index) => `${index === 0 ? "Fix:" : " or:"} ${fixText(fix, tool)}`);
  const body = [...where.map(paint.dim), consequence, ...advice].filter(Boolean).join("\n");
  return `${paint[colour](sign)} ${paint.bold(id)} ${paint[colour](level)}  ${what}\n${body.replace(/^/gm, "   ")}\n`;
}

/** A finding in one sentence, for a line of the log. */
export function sentenceOf({ id, what, fixes: [fix] }: Finding, tool: PackageTool): string {
  return `${what}${fix ? `: ${fixText(fix, tool)}` : ""} [${id}]`;
}

/** What to do: a command, words, or both. */
export function fixText({ change, say }: Fix, tool?: PackageTool): string {
  return [change && tool && written(commandsFor(change, tool)), say].filter(Boolean).join("  ");
}

/** Rows under a heading; nothing where there are none. */
export function showTable(heading: string, rows: readonly (readonly string[])[], paint: Paint): string {
  if (rows.length === 0) return "";
  return `${paint.bold(heading)}\n${align(rows.map((cells) => ["", ...cells])).join("\n")}\n`;
}

const words: Readonly<Record<Level, readonly [one: string, many: string]>> = {
  fatal: ["fatal finding", "fatal findings"],
  warning: ["warning", "warnings"],
  info: ["note", "notes"],
};

/** "1 fatal finding, 2 warnings". */
export function countLevels(findings: readonly { readonly level: Level }[]): string {
  return Object.entries(words)
    .map(([level, [one, many]]) => {
      const count = findings.filter((finding) => finding.level === level).length;
      return count > 0 && `${count} ${count === 1 ? one : many}`;
    })
    .filter(Boolean)
    .join(", ");
}
