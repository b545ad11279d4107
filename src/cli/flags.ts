import type { Layer } from "../config/layer.ts";
import { flagOf } from "../config/option.ts";
import { groups, type OptionName, optionNames, options } from "../config/options.ts";
import { briefHelp, showHelp } from "../config/show.ts";
import { type Command, Option } from "./commander.ts";
import { often } from "./often.ts";
import { whenNamed } from "./when-named.ts";

/** The flags that say which files settings are read from; they are no settings themselves. */
export interface SourceFlags {
  readonly config?: string;
  /** `false` for `--no-env-file`. */
  readonly envFile?: string | false;
}

/**
 * Gives a command the argument `[handlers]`, a flag for each setting, and `--config`, `--env-file`, `--no-env-file`.
 * None has a default, so that an absent flag stays absent. The help shows them when it is asked for all.
 *
 * @param handlers whether there is that argument
 */
export function addOptionFlags(command: Command, { handlers = true }: { readonly handlers?: boolean } = {}): void {
  if (handlers) command.argument("[handlers]", options.handlers.help);
  whenNamed(command, () => addFlags(command));
}

function addFlags(command: Command): void {
  const add = (flag: Option, heading: string) => command.addOption(flag.helpGroup(`${heading}:`).hideHelp());
  for (const { heading, names } of groups)
    for (const flag of names.flatMap((name) => flagsOf(name))) add(flag, heading);
  for (const flag of sourceFlags()) add(flag, "Sources of settings");
}

/** The flags that people reach for first, in a few words each, for help that fits a screen. */
export function oftenFlags(): Option[] {
  return often.flatMap(({ heading, names }) =>
    names.flatMap((name) => flagsOf(name, briefHelp(name)).slice(0, 1)).map((flag) => flag.helpGroup(`${heading}:`)),
  );
}

/** What the command line of `command`, once parsed, says about settings. */
export function flagLayer(command: Command, cwd: string): Layer {
  const values = Object.fromEntries(optionNames.map((name) => [name, given(command, name)]));
  return {
    values,
    folder: cwd,
    late: false,
    nameOf(name) {
      if (name === "handlers") return "handlers argument";
      return values[name] === false ? flagOf(name).replace("--", "--no-") : flagOf(name);
    },
  };
}

function given(command: Command, name: OptionName): unknown {
  if (options[name].argument) return command.args[command.registeredArguments.findIndex((one) => one.name() === name)];
  const [flag] = flagsOf(name);
  return flag && command.getOptionValue(flag.attributeName());
}

function flagsOf(name: OptionName, help = showHelp(name)): readonly Option[] {
  const { kind, argument, letter } = options[name];
  if (argument) return [];
  const flag = letter ? `-${letter}, ${flagOf(name)}` : flagOf(name);
  if (kind.placeholder === undefined) return switchOf(flag, help);
  const taking = new Option(`${flag} <${kind.placeholder}>`, help);
  // Repeating a list's flag says the same as one flag with commas.
  if (kind.name === "list") taking.argParser((text, earlier?: string) => (earlier ? `${earlier},${text}` : text));
  return [taking];
}

/** `--x` and `--no-x`, which share a line of the help. */
function switchOf(flag: string, help: string): readonly Option[] {
  const on = new Option(flag, help);
  const off = new Option(`--no-${on.name()}`).hideHelp();
  on.flags = flag.replace("--", "--[no-]");
  return [on, off];
}

function sourceFlags(): readonly Option[] {
  return [
    new Option("-c, --config <file>", "config file instead of the nearest sio.config.* or .siorc"),
    new Option("--env-file <file>", "one more .env file, stronger than the others"),
    new Option("--no-env-file", "read no .env file"),
  ];
}
