import type { CommandSpec, FlagSpec, ProgramSpec, Values } from "./spec.ts";

/** The script for fish: a line for each command, argument and flag. */
export function fishScript({ names, commands }: ProgramSpec): string {
  const [unnamed, ...others] = commands;
  const known = others.map(({ name }) => name).join(" ");
  const lines = commands.flatMap((command) => {
    const condition =
      command === unnamed ? `not __fish_seen_subcommand_from ${known}` : `__fish_seen_subcommand_from ${command.name}`;
    return linesOf(command, condition);
  });
  const ofCommands = commands.map(({ name, about }) => `-n __fish_use_subcommand -a ${name} -d ${quoted(about)}`);
  const each = ["-f", ...ofCommands, ...lines];
  return `# fish completion of ${names.join(" and ")}\n${names
    .map((name) => each.map((line) => `complete -c ${name} ${line}\n`).join(""))
    .join("")}`;
}

function linesOf({ flags, argument }: CommandSpec, condition: string): readonly string[] {
  const when = `-n ${quoted(condition)}`;
  return [
    ...(argument && argument.kind !== "anything" ? [`${when} ${showValues(argument)}`] : []),
    ...flags.map((flag) => `${when} ${showFlag(flag)}`),
  ];
}

function showFlag({ names, about, takes }: FlagSpec): string {
  const written = names.map((name) => (name.startsWith("--") ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
  return [...written, `-d ${quoted(about)}`, ...(takes ? [`-r ${showValues(takes)}`] : [])].join(" ");
}

function showValues(values: Values): string {
  if (values.kind === "words") return `-f -a ${quoted(values.words.join(" "))}`;
  if (values.kind === "anything") return "-f";
  return values.kind === "folders" ? "-f -a '(__fish_complete_directories)'" : "-F";
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
