import { randomUUID } from "node:crypto";
import { hot } from "sio-serve";

/** A message as everybody in its room gets it; `at` is in milliseconds since 1970. */
export interface Message {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  readonly at: number;
}

/** The rooms there are. Add yours and save: the page lists it at the next connection. */
export const roomNames = ["lobby", "ideas", "random"];

/** How many messages a room remembers. */
const most = 50;

// hot.data outlives a save of this file, so that the talk goes on while you edit.
hot.data.history ??= new Map();
const history: Map<string, readonly Message[]> = hot.data.history;

/** The last messages of a room, oldest first. */
export function historyOf(room: string): readonly Message[] {
  return history.get(room) ?? [];
}

/** Adds a message to a room, which forgets its oldest one if there are too many. */
export function remember(room: string, name: string, text: string): Message {
  const message = { id: randomUUID(), name, text, at: Date.now() };
  history.set(room, [...historyOf(room), message].slice(-most));
  return message;
}
