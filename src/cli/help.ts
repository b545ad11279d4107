import type { Argument, HelpConfiguration, Help as HelpLayout } from "commander";
import { type Command, Help } from "./commander.ts";
import { oftenFlags } from "./flags.ts";
import { asksForMore, subjectOf, topicFlags, topicOf } from "./help-topic.ts";

/**
 * How help is laid out, so that it fits a screen: commands without `[options]` and `[handlers]`, which most have, and no line about `--help`
 * itself. Flags that are hidden are shown by `--help all`, and those of one heading by a word of it.
 */
export const helpLayout: HelpConfiguration = {
  subcommandTerm: (command) =>
    [command.name(), ...command.registeredArguments.filter(tells).map((argument) => termOf(argument))].join(" "),
  visibleOptions: (command) => layout.visibleOptions(command).filter(({ long }) => long !== "--help"),
  visibleCommands: (command) => layout.visibleCommands(command).filter((one) => one.name() !== "help"),
  formatHelp(command, helper) {
    const topic = topicOf(command);
    if (topic !== undefined) return formatTopic(subjectOf(command), topic, helper);
    return `${layout.formatHelp(command, helper)}${moreOf(command)}`;
  },
};

/** The same for a command that serves: with the flags that are reached for first. */
export const servingLayout: HelpConfiguration = { ...helpLayout, visibleOptions: oftenFlags };

const layout = new Help();

function formatTopic(command: Command, topic: string, helper: HelpLayout): string {
  const flags = topicFlags(command, topic);
  const shown: HelpConfiguration = {
    visibleOptions: () => flags,
    visibleArguments: () => [],
    visibleCommands: () => [],
    commandDescription: () => "",
  };
  return layout.formatHelp(command, Object.assign(helper, shown));
}

/** A line that says how to see what was left out. */
function moreOf(command: Command): string {
  if (!command.parent) return "\nEvery setting: sio-serve --help all    The version: sio-serve --version\n";
  return asksForMore(command) ? `\nMore flags: sio ${command.name()} --help all\n` : "";
}

/** Whether an argument says something that the command's line does not. */
function tells(argument: Argument): boolean {
  return argument.name() !== "handlers";
}

function termOf(argument: Argument): string {
  return argument.required ? `<${argument.name()}>` : `[${argument.name()}]`;
}

/** A command line, and what it does. */
export type Example = readonly [line: string, about: string];

/** Ends the help of a command with examples, each on a line of its own, or on two where the terminal is narrow. */
export function addExamples(command: Command, examples: readonly Example[]): void {
  command.addHelpText("after", () =>
    topicOf(command) === undefined
      ? `\nExamples:\n${showExamples(examples, process.stdout.columns || usualColumns)}`
      : "",
  );
}

const usualColumns = 80;

function showExamples(examples: readonly Example[], columns: number): string {
  const width = Math.max(...examples.map(([line]) => line.length));
  const longest = Math.max(...examples.map(([, about]) => about.length));
  const fits = 2 + width + 2 + longest <= columns;
  return examples
    .map(([line, about]) => (fits ? `  ${line.padEnd(width)}  ${about}` : `  ${line}\n      ${about}`))
    .join("\n");
}
