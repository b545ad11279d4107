import { inspect } from "node:util";
import { SioError } from "../errors.ts";
import { nearest } from "../lib/nearest.ts";
import { flagOf, variableOf } from "./option.ts";
import { isOptionName, type OptionName, optionNames, options } from "./options.ts";
import { maskSecret } from "./show.ts";

/** One thing that is wrong with the settings. */
export interface Mistake {
  /** A whole sentence. */
  readonly message: string;
  /** Lines that show what it is about, indented by four. */
  readonly detail?: string;
  /** A sentence: what to do. */
  readonly hint?: string;
}

/** `SIO_PORT must be a whole number from 0 to 65535, or auto, not "80a".` A secret is not quoted. */
export function wrongValue(source: string, name: OptionName, raw: unknown): Mistake {
  const { kind, secret } = options[name];
  const given = secret ? "" : `, not ${quote(maskSecret(name, raw))}`;
  const guess = typeof raw === "string" ? (kind.guess?.(raw) ?? nearest(raw, kind.choices ?? [])) : undefined;
  return { message: `${source} must be ${kind.expects}${given}.${guess ? ` Did you mean "${guess}"?` : ""}` };
}

/** A name that a config file gives and no setting has, or that no file can give. */
export function wrongName(source: string, name: string): Mistake {
  if (isOptionName(name)) {
    const instead = `Use ${flagOf(name)} or ${variableOf(name)}.`;
    return { message: `${source} comes too late: it says which files are read. ${instead}` };
  }
  const guess = nearest(name, optionNames);
  return { message: `${source} is not a setting.${guess ? ` Did you mean "${guess}"?` : ""}` };
}

/** The error that tells all mistakes at once. */
export function mistakesError(mistakes: readonly Mistake[]): SioError {
  const [first, ...others] = mistakes;
  if (first && others.length === 0) return new SioError("config", first.message, first);
  const lines = mistakes.flatMap(({ message, detail, hint }) => [`  ${message}`, detail, hint && `    → ${hint}`]);
  return new SioError("config", `${mistakes.length} settings are wrong.`, { detail: lines.filter(Boolean).join("\n") });
}

/** A value as a config file would have it, unless it is long or nested. */
function quote(raw: unknown): string {
  if (typeof raw === "function") return "a function";
  const text = Array.isArray(raw) ? `[${raw.map(quoteItem).join(", ")}]` : quoteItem(raw);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

function quoteItem(raw: unknown): string {
  return typeof raw === "string" ? JSON.stringify(raw) : inspect(raw, { depth: 0, breakLength: Infinity });
}
