import type { OptionName } from "../src/config/options.ts";
import { demands } from "../src/conflicts/settings-engine.ts";
import type { Capability, Engine } from "../src/engines/engine.ts";
import { engineNames, engines } from "../src/engines/index.ts";

/** What of a setting is meant, where that is one of its values. */
const others: Partial<Record<OptionName, string>> = { transports: "`polling`" };

const runtimes = { node: "Node.js", bun: "Bun", deno: "Deno" } as const;

/** A Markdown table of the engines: what each is, needs and runs in, and whether it can do what each setting asks for. */
export function enginesReference(): string {
  const columns: readonly Engine[] = engineNames.map((name) => engines[name]);
  const transports = [...new Set(columns.flatMap((engine) => engine.transports))];
  const row = (name: string, cell: (engine: Engine) => string) => [name, ...columns.map(cell)];
  const rows = [
    ["", ...engineNames.map((name) => `\`${name}\``)],
    Array(engineNames.length + 1).fill("---"),
    row("What it is", ({ about }) => about),
    row("Install", ({ needs }) => (needs ? `\`${needs.install}\`` : "nothing")),
    row("Runs in", (engine) => engine.runtimes.map((runtime) => runtimes[runtime]).join(", ")),
    ...transports.map((transport) =>
      row(`\`${transport}\``, (engine) => yesOrNo(engine.transports.includes(transport))),
    ),
    ...(Object.keys(demands) as Capability[]).map((capability) =>
      row(nameOf(demands[capability]), ({ cannot }) => yesOrNo(!cannot.includes(capability))),
    ),
    row("Has `workers` in", ({ workersIn: { runtimes: some, systems } }) =>
      [some.map((runtime) => runtimes[runtime]).join(", "), ...(systems ?? []).map(titleOf)].join(" on "),
    ),
    row("`attach(server)`", ({ mounts }) => yesOrNo(mounts)),
  ];
  return rows.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function nameOf({ setting, with: other }: (typeof demands)[Capability]): string {
  return other === undefined ? `\`${setting}\`` : `\`${setting}\` with ${others[other] ?? `\`${other}\``}`;
}

function titleOf(name: string): string {
  return `${name[0]?.toUpperCase()}${name.slice(1)}`;
}

function yesOrNo(can: boolean): string {
  return can ? "yes" : "no";
}
