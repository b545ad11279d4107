/** A value that was understood. It is boxed because `undefined` is a value too, where a setting may be none. */
export interface Understood<Value> {
  readonly value: Value;
}

/**
 * How one kind of value is written and read. Text (from flags, variables and files alike) and typed values (from a
 * config file) go through the same `read`, so that a value means the same wherever it stands.
 */
export interface Kind<Value, Input> {
  /** One word for tables: "duration". */
  readonly name: string;
  /** What stands after the flag in `--help`, without brackets; none for a switch. */
  readonly placeholder: string | undefined;
  /** Completes "SIO_PORT must be …". */
  readonly expects: string;
  /** The values that can be, where they can be listed; a mistake then names the nearest. */
  readonly choices?: readonly string[];
  /** Understands `raw`, or returns `undefined`. Relative paths are taken from `folder`. MUST NOT throw. */
  read(raw: unknown, folder: string): Understood<Value> | undefined;
  /** What a text that was not understood may stand for, where `choices` cannot tell. */
  guess?(raw: string): string | undefined;
  /** The value as a person would write it: `25s`, not 25000. What it returns MUST be understood by `read`, "none" aside. */
  show(value: Value): string;
  /** Never called: it carries the type that a config file may give. */
  readonly input?: (input: Input) => void;
}

/** One entry of the table of settings. */
export interface Option<Value, Input> {
  readonly kind: Kind<Value, Input>;
  readonly default: Value;
  /** One line, without a full stop. */
  readonly help: string;
  /** A value that a person might choose, as a config file gives it. */
  readonly example: Input;
  /** A letter for the flag besides its name. */
  readonly letter?: string;
  /** True where the value is the argument of the command and not a flag. */
  readonly argument?: boolean;
  /** Variables that are read besides `SIO_*`, strongest first, and are weaker than it. */
  readonly variables?: readonly string[];
  /** True where the value must not be printed. */
  readonly secret?: boolean;
  /** Hides the part of a text that must not be printed, where the rest may be. */
  readonly mask?: (text: string) => string;
}

/** A setting that says which files are read, so that none of them can give it. */
export interface EarlyOption<Value, Input> extends Option<Value, Input> {
  readonly early: true;
}

/** An entry of the table; its default and example are held to its kind. */
export function option<Value, Input>(entry: Entry<Value, Input>): Option<Value, Input> {
  return entry;
}

/** Like {@link option}, for a setting that is settled before any file is read. */
export function earlyOption<Value, Input>(entry: Entry<Value, Input>): EarlyOption<Value, Input> {
  return { ...entry, early: true };
}

type Entry<Value, Input> = Omit<Option<Value, Input>, "default" | "example"> & {
  readonly default: NoInfer<Value>;
  readonly example: NoInfer<Input>;
};

/** The variable of a setting: `pingInterval` is `SIO_PING_INTERVAL`. */
export function variableOf(name: string): string {
  return `SIO_${words(name).join("_").toUpperCase()}`;
}

/** The flag of a setting: `pingInterval` is `--ping-interval`. */
export function flagOf(name: string): string {
  return `--${words(name).join("-").toLowerCase()}`;
}

function words(name: string): string[] {
  return name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").split(" ");
}
