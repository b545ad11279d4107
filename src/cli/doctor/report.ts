import { relative } from "node:path";
import type { Paint } from "../terminal.ts";
import type { Examination } from "./examine.ts";
import { countLevels, showFinding, showTable } from "./show.ts";

/** How a report is shown. */
export interface ReportStyle {
  readonly paint: Paint;
  readonly cwd: string;
  /** Whether to show what is wrong and nothing else. */
  readonly quiet: boolean;
}

/** What {@link examine} has found, for people: what is wrong in one line where that is nothing. */
export function showReport(examination: Examination, { paint, cwd, quiet }: ReportStyle): string {
  const { findings, ignored, copies, facts, unread, tool, root } = examination;
  const tables = [
    showTable(
      "The server runs on",
      copies.map(({ name, version, path, why }) => [name, version, path, why]),
      paint,
    ),
    showTable(
      "The project and its machine",
      [["project", `${relative(cwd, root) || "."}, ${tool.manager}`], ...facts.map(({ name, value }) => [name, value])],
      paint,
    ),
  ];
  return [
    ...findings.map((finding) => showFinding(finding, { tool, paint })),
    showTable(
      "Ignored",
      ignored.map(({ id, level, what }) => [id, level, what]),
      paint,
    ),
    showTable(
      "Could not be read",
      unread.map((sentence) => [sentence]),
      paint,
    ),
    ...(quiet ? [] : tables),
    `${verdict(examination)}\n`,
  ]
    .filter(Boolean)
    .join("\n");
}

/** How many there are of each level, and what can be done; or that there are none, and how much that means. */
function verdict({ findings, advisoriesAsOf }: Examination): string {
  const dated = `advisories as of ${advisoriesAsOf}`;
  if (findings.length === 0) return `No conflicts found (${dated}).`;
  const mendable = findings.filter(({ fixes }) => fixes.some(({ safe, change }) => safe && change)).map(({ id }) => id);
  const offer = mendable.length > 0 ? ` sio doctor --fix mends ${[...new Set(mendable)].join(", ")}.` : "";
  return `${countLevels(findings)} (${dated}).${offer}`;
}
