import { talkCommands } from "./commands.ts";
import type { Conversation } from "./conversation.ts";

/** What the line may go on with, and the part of it that this would replace; in the form that `node:readline` asks for. */
export function complete(line: string, { seen, namespaces, current }: Conversation): [string[], string] {
  const [, command = "", begun] = /^\s*(\S*)(?:\s+(\S*))?$/.exec(line) ?? [];
  if (begun === undefined) return [startingWith(command, Object.keys(talkCommands)), command];
  const kind = Object.hasOwn(talkCommands, command) ? talkCommands[command]?.completes : undefined;
  if (kind === undefined) return [[], begun];
  const names = { event: seen.get(current) ?? [], namespace: [...new Set([...namespaces, ...seen.keys()])] };
  return [startingWith(begun, [...names[kind]].map(asWord)), begun];
}

function startingWith(begun: string, words: readonly string[]): string[] {
  return words
    .filter((word) => word.startsWith(begun))
    .map((word) => `${word} `)
    .sort();
}

function asWord(name: string): string {
  return /^[^\s"'{[]\S*$/.test(name) ? name : JSON.stringify(name);
}
