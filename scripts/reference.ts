import { often } from "../src/cli/often.ts";
import { flagOf } from "../src/config/option.ts";
import { groups, type OptionName, options } from "../src/config/options.ts";
import { showValue } from "../src/config/show.ts";
import { isEarly, variablesOf } from "../src/config/variables.ts";

/** A Markdown table of the settings that people reach for first. */
export function shortReference(): string {
  return table(often.flatMap(({ names }) => names));
}

/** A Markdown section for each group of settings. */
export function fullReference(): string {
  return groups.map(({ heading, names }) => `### ${heading}\n\n${table(names)}`).join("\n\n");
}

/** The text of a config file that sets everything to its default. */
export function exampleConfig(): string {
  const sections = groups.map(({ heading, names }) => {
    const entries = names
      .filter((name) => !isEarly(name))
      .map((name) => `  // ${explain(name)}\n  ${name}: ${literal(name)},`);
    return [`  // ${heading}`, ...entries].join("\n\n");
  });
  return `// Every setting with its default. Keep what you change; what is left out keeps its default.
import { defineConfig } from "sio-serve";

export default defineConfig({
${sections.join("\n\n")}
});
`;
}

/** `text` with what stands between the markers `<!-- name:start -->` and `<!-- name:end -->` replaced. */
export function replaceBetween(text: string, name: string, replacement: string): string {
  const between = new RegExp(`(<!-- ${name}:start -->\n)[^]*(\n<!-- ${name}:end -->)`);
  if (!between.test(text)) throw new Error(`The markers of ${name} are missing.`);
  return text.replace(between, (_, start: string, end: string) => `${start}\n${replacement}\n${end}`);
}

function table(names: readonly OptionName[]): string {
  const rows = names.map((name) => {
    const written = options[name].argument ? "`[handlers]`" : `\`${flagText(name)}\``;
    const variables = variablesOf(name).map((variable) => `\`${variable}\``);
    return [`\`${name}\``, written, variables.join(", "), defaultText(name), sentence(name)];
  });
  const lines = [["Setting", "Flag", "Variable", "Default", "What it does"], Array(5).fill("---"), ...rows];
  return lines.map((cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`).join("\n");
}

function flagText(name: OptionName): string {
  const { kind } = options[name];
  return kind.placeholder === undefined
    ? flagOf(name).replace("--", "--[no-]")
    : `${flagOf(name)} <${kind.placeholder}>`;
}

function defaultText(name: OptionName): string {
  const shown = showValue(name, options[name].default);
  return shown === "none" ? "none" : `\`${shown}\``;
}

/** The help as a sentence, with the choices or an example after it. */
function sentence(name: OptionName): string {
  const text = explain(name);
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** The help with the choices or an example after it. */
function explain(name: OptionName): string {
  const { kind, help, example } = options[name];
  if (kind.name === "boolean") return help;
  return `${help} (${kind.choices ? kind.expects : `for example ${notation(example)}`})`;
}

/** A setting's default as TypeScript, in the unit that a person would choose. */
function literal(name: OptionName): string {
  const { kind, default: value } = options[name];
  const shown = showValue(name, value);
  return typeof value === "number" && kind.name !== "integer" && value > 0 ? notation(shown) : notation(value);
}

/** A value as TypeScript, formatted as the project's formatter would. */
function notation(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(notation).join(", ")}]`;
  return value === undefined ? "undefined" : JSON.stringify(value);
}
