import type { EventEmitter } from "node:events";
import { SioError } from "../errors.ts";
import { nearest } from "../lib/nearest.ts";
import type { Command, Option } from "./commander.ts";

/** What follows `--help` on the command line, `all` or a word for a heading; `undefined` where nothing does. */
export function topicOf(command: Command): string | undefined {
  // Its types leave it out.
  const { rawArgs } = rootOf(command) as Command & { readonly rawArgs: readonly string[] };
  const at = rawArgs.findIndex((arg) => arg === "--help" || arg === "-h");
  const topic = at === -1 ? undefined : rawArgs[at + 1];
  return topic?.startsWith("-") ? undefined : topic;
}

/** The command whose flags help is asked for: that which runs when none is named, in the place of the program. */
export function subjectOf(command: Command): Command {
  return command.commands[0] ?? command;
}

/** Whether a command has flags that only `--help all` shows. */
export function asksForMore({ options }: Command): boolean {
  return options.some((flag) => flag.hidden && !isSecondForm(flag));
}

/**
 * The flags of a command that a topic is about: all, or those under one heading.
 *
 * @throws SioError `usage` if there is no such topic
 */
export function topicFlags(command: Command, topic: string): Option[] {
  makeFlags(command);
  const flags = command.options.filter((flag) => !isSecondForm(flag));
  if (topic === "all") return flags;
  const found = flags.filter(({ helpGroupHeading }) => wordFor(helpGroupHeading) === topic.toLowerCase());
  if (found.length === 0) throw unknownTopic(command, topic);
  return found;
}

/** The words that `--help` understands besides `all`, in the order of the headings. */
export function topicsOf(command: Command): readonly string[] {
  makeFlags(command);
  const words = command.options.flatMap(({ helpGroupHeading }) => wordFor(helpGroupHeading) ?? []);
  return [...new Set(words)];
}

/** Has a command make the flags that it makes only when it is named or shown. */
export function makeFlags(command: Command): void {
  // Its types leave out that it is an emitter.
  (command as unknown as EventEmitter).emit("beforeAllHelp");
}

/** "Many servers:" is found by `servers`. */
function wordFor(heading: string | undefined): string | undefined {
  return heading?.replace(":", "").split(" ").at(-1)?.toLowerCase();
}

/** Whether a flag is the `--no-x` that shares the line of `--x`. */
export function isSecondForm({ description, negate }: Option): boolean {
  return negate && description === "";
}

function unknownTopic(command: Command, topic: string): SioError {
  const named = rootOf(command).commands.some((one) => one.name() === topic);
  const topics = ["all", ...topicsOf(command)];
  const guess = nearest(topic, topics);
  const instead = guess ? `Did you mean "${guess}"?` : `Leave it out, or use one of: ${topics.join(", ")}.`;
  return new SioError("usage", `There is no help on "${topic}".`, {
    hint: named ? `Type sio ${topic} --help.` : instead,
  });
}

function rootOf(command: Command): Command {
  return command.parent ? rootOf(command.parent) : command;
}
