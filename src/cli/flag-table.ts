import { flagOf, type Kind } from "../config/option.ts";
import { SioError } from "../errors.ts";
import { type Command, Option } from "./commander.ts";
import { whenNamed } from "./when-named.ts";

/** A flag that takes a value. */
export interface Flag<Value> {
  readonly kind: Kind<Value, never>;
  /** What holds if the flag is absent. */
  readonly default: Value;
  readonly help: string;
  readonly group: string;
  /** Whether only `--help all` shows it. */
  readonly rare?: boolean;
  /** Flags that make no sense beside it. */
  readonly excludes?: readonly string[];
  /** Whether it may be given several times; its kind then reads the list of what was given. */
  readonly repeated?: boolean;
}

/** A flag that takes none. */
export interface Switch extends Omit<Flag<never>, "kind" | "default" | "repeated"> {
  readonly flag: string;
}

/** The flags of a command, by the names that their values have. */
export interface FlagTable {
  readonly flags: Readonly<Record<string, Flag<unknown>>>;
  readonly switches: Readonly<Record<string, Switch>>;
}

/** What the command line says about the flags of a table, understood. */
export type FlagValues<Table extends { readonly flags: object; readonly switches: object }> = {
  readonly [Name in keyof Table["flags"]]: Table["flags"][Name] extends { readonly default: infer Value }
    ? Value
    : never;
} & Readonly<Record<keyof Table["switches"], boolean>>;

/** A flag whose default is of the kind that it reads. */
export function flag<Value>(entry: Omit<Flag<Value>, "default"> & { readonly default: NoInfer<Value> }): Flag<Value> {
  return entry;
}

/** A flag without a default. */
export function flagOrNone<Value>(entry: Omit<Flag<Value>, "default">): Flag<Value | undefined> {
  const { kind } = entry;
  const show = (value: Value | undefined) => (value === undefined ? "none" : kind.show(value));
  return { ...entry, kind: { ...kind, show }, default: undefined };
}

/** Gives a command its flags, once it is named. None has a default there: the table is the only place that knows them. */
export function addTableFlags(command: Command, table: FlagTable): void {
  whenNamed(command, () => {
    for (const option of optionsOf(table)) command.addOption(option);
  });
}

function optionsOf({ flags, switches }: FlagTable): readonly Option[] {
  const taking = Object.entries(flags).map(([name, { kind, default: value, repeated, ...entry }]) => {
    const notes = [kind.choices?.join(", "), value !== undefined && `default: ${kind.show(value as never)}`];
    const note = notes.filter(Boolean).join("; ");
    const help = note ? `${entry.help} (${note})` : entry.help;
    const option = optionOf({ ...entry, flag: `${flagOf(name)} <${kind.placeholder}>`, help });
    if (repeated) option.argParser((text: string, earlier: readonly string[] = []) => [...earlier, text]);
    return option;
  });
  return [...taking, ...Object.values(switches).map(optionOf)];
}

function optionOf({ flag, help, group, excludes = [], rare }: Switch): Option {
  return new Option(flag, help)
    .conflicts([...excludes])
    .helpGroup(group)
    .hideHelp(rare ?? false);
}

/**
 * Reads what commander has parsed.
 *
 * @throws SioError `usage` for a value that cannot be understood
 */
export function readTableFlags<Table extends FlagTable>(
  { flags, switches }: Table,
  given: Readonly<Record<string, unknown>>,
  cwd: string,
): FlagValues<Table> {
  const values = Object.entries(flags).map(([name, { kind, default: value }]) => {
    const raw = given[name];
    if (raw === undefined) return [name, value];
    const understood = kind.read(raw, cwd);
    if (understood) return [name, understood.value];
    throw new SioError("usage", `${flagOf(name)} must be ${kind.expects}, not ${showRaw(raw)}.`);
  });
  const on = Object.entries(switches).map(([name, entry]) => {
    const option = optionOf(entry);
    return [name, given[option.attributeName()] === !option.negate];
  });
  // The loops read the tables that the type is made from.
  return Object.fromEntries([...values, ...on]) as FlagValues<Table>;
}

/** What was given last, if it may be given several times. */
function showRaw(raw: unknown): string {
  return JSON.stringify(Array.isArray(raw) ? raw.at(-1) : raw);
}
