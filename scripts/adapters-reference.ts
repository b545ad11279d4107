import type { Adapter } from "../src/adapters/adapter.ts";
import { adapters } from "../src/adapters/index.ts";

/** A Markdown table of the adapters: each of their modes, what it is and needs, and whether clients are recovered on every server. */
export function adaptersReference(): string {
  const rows = Object.values<Adapter>(adapters).flatMap(({ example, modes }) =>
    Object.entries(modes).map(([name, { about, needs, recovers }], index) => [
      `\`${index === 0 ? example : `${example}?mode=${name}`}\``,
      about,
      `\`npm install ${[...new Set(needs.map((one) => one.name))].join(" ")}\``,
      recovers ? "yes" : "no",
    ]),
  );
  const head = ["URL", "How", "Install", "`connectionStateRecovery`"];
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
