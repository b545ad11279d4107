import type { Command } from "commander";
import { groups, optionNames } from "../../config/options.ts";
import type { Settings } from "../../config/resolve.ts";
import { align, maskSecret, showValue } from "../../config/show.ts";
import type { Edge } from "../edge.ts";
import { addOptionFlags } from "../flags.ts";
import { addExamples } from "../help.ts";
import { loadSettings } from "../settings.ts";

/** Adds `sio config`: every setting with its value and where that came from. Nothing is started. */
export function addConfigCommand(program: Command, edge: Edge): void {
  const command = program
    .command("config")
    .summary("print every setting, and where it came from")
    .description("print every setting, its value and where it came from")
    .option("--json", "print one JSON object");
  addOptionFlags(command);
  addExamples(command, [
    ["sio config", "of the project in this folder"],
    ["sio config --json --mode production", "for a program, as production would be"],
  ]);
  command.action(async () => {
    const settings = await loadSettings(edge, command);
    for (const warning of settings.warnings) edge.stderr(`${warning}\n`);
    edge.stdout(command.opts<{ json?: boolean }>().json ? asJson(settings) : asTable(settings));
  });
}

function asTable({ config, origin }: Settings): string {
  const rows = groups.flatMap(({ heading, names }) => [
    [heading],
    ...names.map((name) => [`  ${name}`, showValue(name, config[name]), origin[name]]),
    [],
  ]);
  return align(rows).join("\n");
}

function asJson({ config, origin }: Settings): string {
  const entries = optionNames.map((name) => [
    name,
    { value: maskSecret(name, config[name]) ?? null, origin: origin[name] },
  ]);
  return `${JSON.stringify(Object.fromEntries(entries), undefined, 2)}\n`;
}
