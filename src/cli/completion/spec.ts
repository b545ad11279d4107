import { flagOf } from "../../config/option.ts";
import { optionNames, options } from "../../config/options.ts";
import type { Command, Option } from "../commander.ts";
import { isSecondForm, makeFlags } from "../help-topic.ts";
import { listTemplates } from "../init/templates.ts";

/** What may stand in one place of a command line. */
export type Values =
  | { readonly kind: "files" | "folders" | "anything" }
  | { readonly kind: "words"; readonly words: readonly string[] };

/** A flag of a command. */
export interface FlagSpec {
  /** With their dashes. */
  readonly names: readonly string[];
  readonly about: string;
  /** What follows it; absent for a switch. */
  readonly takes?: Values;
}

/** A command of the program. */
export interface CommandSpec {
  readonly name: string;
  readonly about: string;
  readonly flags: readonly FlagSpec[];
  /** What its argument may be; absent if it takes none. */
  readonly argument?: Values;
}

/** What shells are told of the program: the names that run it, and its commands, of which the first needs no name. */
export interface ProgramSpec {
  readonly names: readonly string[];
  readonly commands: readonly CommandSpec[];
}

/** Reads commands and flags from the program itself, so that completion knows what it knows. */
export function specOf(program: Command): ProgramSpec {
  return { names: ["sio", "sio-serve"], commands: program.commands.map(commandSpec) };
}

function commandSpec(command: Command): CommandSpec {
  makeFlags(command);
  const [argument] = command.registeredArguments;
  const help = { names: ["--help"], about: "show help" };
  return {
    name: command.name(),
    about: command.description(),
    flags: [...command.options.flatMap(flagSpec), help],
    ...(argument && { argument: valuesOf(argument.name(), argument.argChoices) }),
  };
}

function flagSpec(flag: Option): readonly FlagSpec[] {
  if (isSecondForm(flag)) return [];
  const { long, short, description, flags, argChoices } = flag;
  const [, placeholder] = /<(.+)>$/.exec(flags) ?? [];
  const names = [long, short].filter((name) => name != null);
  const takes = placeholder !== undefined && valuesOf(placeholder, argChoices ?? choicesOf(long));
  return [{ names, about: description, ...(takes && { takes }) }];
}

/** The words that a setting or a template may be, which their flags do not show. */
function choicesOf(long: string | null | undefined): readonly string[] | undefined {
  if (long === "--template") return listTemplates().map((template) => template.name);
  const name = optionNames.find((option) => flagOf(option) === long);
  return name && options[name].kind.choices;
}

/** By the words that stand for a value in the help. */
const places: Readonly<Record<string, Values>> = {
  handlers: { kind: "files" },
  file: { kind: "files" },
  path: { kind: "files" },
  paths: { kind: "files" },
  dir: { kind: "folders" },
};

/** What `<file>`, `<size|file>` or `<polling|websocket>` in the help may be. */
function valuesOf(placeholder: string, choices: readonly string[] | undefined): Values {
  if (choices) return { kind: "words", words: choices };
  const parts = placeholder.split("|");
  const place = parts.flatMap((part) => places[part] ?? [])[0];
  if (place) return place;
  const words = parts.filter((part) => !standsForValue.has(part));
  return parts.length > 1 ? { kind: "words", words } : { kind: "anything" };
}

const standsForValue: ReadonlySet<string> = new Set(["number", "size", "name", "time"]);
