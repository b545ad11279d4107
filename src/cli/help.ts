import type { Argument, HelpConfiguration } from "commander";
import { type Command, Help } from "./commander.ts";

/** How help is laid out, so that it fits a screen: commands without `[options]`, which they all have, and no line about `--help` itself. */
export const helpLayout: HelpConfiguration = {
  subcommandTerm: (command) =>
    [command.name(), ...command.registeredArguments.map((argument) => termOf(argument))].join(" "),
  visibleOptions: (command) => layout.visibleOptions(command).filter(({ long }) => long !== "--help"),
  visibleCommands: (command) => layout.visibleCommands(command).filter((one) => one.name() !== "help"),
};

const layout = new Help();

function termOf(argument: Argument): string {
  return argument.required ? `<${argument.name()}>` : `[${argument.name()}]`;
}

/** A command line, and what it does. */
export type Example = readonly [line: string, about: string];

/** Ends the help of a command with examples, each on a line of its own, or on two where the terminal is narrow. */
export function addExamples(command: Command, examples: readonly Example[]): void {
  command.addHelpText("after", () => `\nExamples:\n${showExamples(examples, process.stdout.columns || usualColumns)}`);
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
