import { SioError } from "../../errors.ts";
import { nearest } from "../../lib/nearest.ts";
import type { Conversation } from "./conversation.ts";
import { wordsOf } from "./words.ts";

/** What a command works with. */
export interface Talk {
  readonly conversation: Conversation;
  readonly timeoutMs: number;
  /** Writes what was asked for and is no note. */
  readonly say: (text: string) => void;
}

interface TalkCommand {
  /** What stands after its name. */
  readonly takes: string;
  readonly about: string;
  /** What its first word names, for completion. */
  readonly completes?: "event" | "namespace";
  run(talk: Talk, words: readonly unknown[]): unknown;
}

/** Every command of a session. */
export const talkCommands: Readonly<Record<string, TalkCommand>> = {
  emit: {
    takes: "EVENT [JSON …]",
    about: "send an event",
    completes: "event",
    run: ({ conversation }, [event, ...args]) => conversation.emit(nameIn(event, "emit"), args),
  },
  call: {
    takes: "EVENT [JSON …]",
    about: "send an event and wait for its acknowledgement",
    completes: "event",
    run: ({ conversation }, [event, ...args]) => conversation.call(nameIn(event, "call"), args),
  },
  ack: {
    takes: "[JSON …]",
    about: "answer the oldest event that waits for an acknowledgement",
    run: ({ conversation }, args) => conversation.acknowledge(args),
  },
  ns: {
    takes: "[NAMESPACE]",
    about: "join a namespace, or tell which were joined",
    completes: "namespace",
    async run({ conversation, say }, [name]) {
      if (name !== undefined) return conversation.join(withSlash(String(name)));
      for (const one of conversation.namespaces) say(`${one === conversation.current ? "*" : " "} ${one}\n`);
    },
  },
  wait: {
    takes: "[EVENT]",
    about: "wait for an event; without a name, until the connection ends",
    completes: "event",
    async run({ conversation, timeoutMs }, [name]) {
      if (name === undefined) return conversation.lost;
      const came = await Promise.race([conversation.unread.take(String(name), timeoutMs), conversation.lost]);
      if (!came) throw new SioError("unavailable", `No event "${name}" came within ${timeoutMs / 1_000} s.`);
    },
  },
  help: {
    takes: "",
    about: "show this",
    run({ say }) {
      for (const [name, { takes, about }] of Object.entries(talkCommands)) {
        say(`  ${`${name} ${takes}`.padEnd(22)} ${about}\n`);
      }
    },
  },
  quit: { takes: "", about: "leave", run: ({ conversation }) => conversation.close() },
};

/**
 * Runs one line of a session; an empty one does nothing.
 *
 * @throws SioError `usage` for a line that is no command, `unavailable` if the server does not play its part
 */
export async function runLine(line: string, talk: Talk): Promise<void> {
  const [name, ...words] = wordsOf(line);
  if (name === undefined) return;
  const command = Object.hasOwn(talkCommands, String(name)) ? talkCommands[String(name)] : undefined;
  if (!command) throw unknown(String(name));
  await command.run(talk, words);
}

function unknown(name: string): SioError {
  const guess = nearest(name, Object.keys(talkCommands));
  return new SioError("usage", `There is no command "${name}".`, {
    hint: guess === undefined ? "help lists what there is." : `Did you mean ${guess}?`,
  });
}

function nameIn(word: unknown, command: string): string {
  if (word !== undefined && typeof word !== "object") return String(word);
  throw new SioError("usage", `${command} needs the name of an event first.`, { hint: `${command} hello "world"` });
}

function withSlash(name: string): string {
  return name.startsWith("/") ? name : `/${name}`;
}
