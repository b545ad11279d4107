import type { Kind } from "./option.ts";
import { type Config, type OptionName, options } from "./options.ts";

/** A setting's value as a person would write it. */
export function showValue(name: OptionName, value: Config[OptionName]): string {
  // The value is of the kind of its own name, which the type of a name that varies cannot say.
  return (options[name].kind as Kind<unknown, never>).show(maskSecret(name, value));
}

/** The value, or stars where it is a secret or has one in it. */
export function maskSecret<Value>(name: OptionName, value: Value): Value | string {
  const { secret, mask } = options[name];
  if (mask && typeof value === "string") return mask(value);
  return secret && value !== undefined ? "********" : value;
}

/** A setting's line of help, with its choices and its default where they say something. */
export function showHelp(name: OptionName): string {
  const { kind, help } = options[name];
  const choices = kind.name === "choice" ? kind.choices?.join(", ") : undefined;
  return withNotes(help, [choices, defaultNote(name)]);
}

/** The same in a few words: the help as far as its first semicolon, and the default. */
export function briefHelp(name: OptionName): string {
  const [brief = ""] = options[name].help.split(";");
  return withNotes(brief, [defaultNote(name)]);
}

function withNotes(help: string, notes: readonly (string | undefined)[]): string {
  const said = notes.filter(Boolean);
  return said.length === 0 ? help : `${help} (${said.join("; ")})`;
}

function defaultNote(name: OptionName): string | undefined {
  const { default: value } = options[name];
  const shown = showValue(name, value);
  return value === false || value === 0 || shown === "none" ? undefined : `default: ${shown}`;
}

/** Lines whose columns line up: each cell is padded to the longest of its column. */
export function align(rows: readonly (readonly string[])[]): readonly string[] {
  const width = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(width(column)))
      .join("  ")
      .trimEnd(),
  );
}
