import { createRequire } from "node:module";
import type * as Commander from "commander";

// It is CommonJS: imported as a module, Node would first search all of its text for the names that it exports.
export const { Argument, Command, CommanderError, Help, Option } = createRequire(import.meta.url)(
  "commander",
) as typeof Commander;

/** One command of the program, or the program itself. */
export type Command = Commander.Command;

/** A flag. */
export type Option = Commander.Option;
