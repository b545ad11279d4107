import { type Config, optionNames, options } from "../src/config/options.ts";
import { environmentChecks } from "../src/conflicts/environment/index.ts";
import { liveRules } from "../src/conflicts/live-rules.ts";
import { rules } from "../src/conflicts/packages.ts";
import type { Rule } from "../src/conflicts/rule.ts";
import type { SettingRule } from "../src/conflicts/setting-rule.ts";
import { settingRules } from "../src/conflicts/settings.ts";
import { abilities } from "../src/engines/index.ts";

/** Markdown tables of everything that is looked for: in packages and code, in settings, and on the machine. */
export function conflictsReference(): string {
  const ofSettings = settingRules.map((rule) => [
    `\`${rule.id}\``,
    rule.level,
    rule.about.map((name) => `\`${name}\``).join(", "),
    saidOf(rule),
  ]);
  return [
    "### Packages and code",
    table(["Id", "Level", "What it looks for"], rules.map(ruleRow)),
    "### A server that runs",
    table(["Id", "Level", "What it looks for"], liveRules.map(ruleRow)),
    "### Settings",
    table(["Id", "Level", "Settings", "What is wrong with them"], ofSettings),
    "### The machine",
    table(
      ["Id", "What it looks for"],
      environmentChecks.map(({ id, about }) => [id, capital(about)]),
    ),
  ].join("\n\n");
}

function ruleRow({ id, levels, about }: Pick<Rule, "id" | "levels" | "about">): readonly string[] {
  return [id, levels.join(" or "), capital(about)];
}

/** What a rule says of its own example, where that depends on the settings. */
function saidOf({ say, example, exampleEngine }: SettingRule): string {
  if (typeof say === "string") return say;
  const defaults = Object.fromEntries(optionNames.map((name) => [name, options[name].default])) as Config;
  const config = { ...defaults, ...example };
  // No engine that there is may be the example: then none is named.
  const named = exampleEngine ? { ...config, engine: "…" as Config["engine"] } : config;
  return say(named, exampleEngine ?? abilities[config.engine]);
}

/** Capital where the first word is no name of a package or a setting. */
function capital(text: string): string {
  return text.replace(/^[a-z]+(?= )/, (word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`);
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [heads, heads.map(() => "---"), ...rows];
  return lines.map((cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`).join("\n");
}
