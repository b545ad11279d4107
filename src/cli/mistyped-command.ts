import { join } from "node:path";
import { SioError } from "../errors.ts";
import { nearest } from "../lib/nearest.ts";
import { locateHandlers } from "../modules/index.ts";

/** What the first word of the command line is held against. */
export interface Known {
  /** The names of all commands. */
  readonly commands: readonly string[];
  /** The folder in which the word could be a file of handlers. */
  readonly cwd: string;
}

/**
 * Refuses a first word that is nearly a command's name and is no file or folder of handlers. Any other word is left to
 * whoever looks for handlers.
 *
 * @throws SioError `usage` that names the command
 */
export function refuseMistyped(word: string | undefined, { commands, cwd }: Known): void {
  if (word === undefined || !/^[a-z][a-z-]*$/i.test(word) || commands.includes(word)) return;
  const meant = nearest(word, commands);
  if (meant === undefined || locateHandlers(join(cwd, word))) return;
  throw new SioError("usage", `There is no command "${word}", and no file or folder of that name.`, {
    hint: `Did you mean ${meant}?`,
  });
}
