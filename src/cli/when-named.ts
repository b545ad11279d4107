import type { Command } from "./commander.ts";

/**
 * Has `add` give a command its flags once the command line names it, or its help is shown: flags take longer to make than to read,
 * so a start must not make those of other commands.
 */
export function whenNamed(command: Command, add: () => void): void {
  const { parent } = command;
  if (!parent) {
    add();
    return;
  }
  let added = false;
  const addOnce = () => {
    if (!added) add();
    added = true;
  };
  parent.hook("preSubcommand", (_program, named) => {
    if (named === command) addOnce();
  });
  command.on("beforeAllHelp", addOnce);
}
