import type { Draft } from "./checks.ts";

// What the chat remembers while the server runs: in memory, and never more than `most` allows.

/** Somebody with the page open, in at most one room. `key` is known to that page alone and is never sent to others. */
export interface Person {
  readonly name: string;
  readonly key: string;
  room?: string | undefined;
}

/** A message as everybody in its room sees it; `at` is in milliseconds since 1970. */
export interface Message extends Draft {
  readonly room: string;
  readonly name: string;
  readonly at: number;
}

interface Room {
  /** Oldest first. */
  messages: Message[];
  /** How many messages there have ever been; pages compare it with what they have seen. */
  count: number;
}

const most = { rooms: 20, messages: 100, images: 10 };
const rooms = new Map<string, Room>([["lobby", { messages: [], count: 0 }]]);

/** Who is connected, by sid. */
export const people = new Map<string, Person>();

/** Whether somebody else uses this name. The holder of `key` may have it again, as after a lost connection. */
export function isTaken(name: string, key: string): boolean {
  const same = (other: string) => other.localeCompare(name, undefined, { sensitivity: "base" }) === 0;
  return [...people.values()].some((person) => same(person.name) && person.key !== key);
}

/** Makes the room if it is new. A chat full of rooms drops an empty one for it; `false` if none is empty. */
export function openRoom(name: string): boolean {
  if (rooms.has(name)) return true;
  if (rooms.size >= most.rooms) {
    const empty = [...rooms.keys()].find((room) => room !== "lobby" && peopleIn(room).length === 0);
    if (!empty) return false;
    rooms.delete(empty);
  }
  rooms.set(name, { messages: [], count: 0 });
  return true;
}

/** Adds a message to its room and forgets the oldest beyond the limits. One with the same id is kept and returned instead. */
export function remember(message: Message): Message {
  const room = rooms.get(message.room);
  const kept = room?.messages.find(({ id }) => id === message.id);
  if (!room || kept) return kept ?? message;
  const messages = [...room.messages, message];
  const images = messages.filter(({ image }) => image).slice(-most.images);
  room.messages = messages.filter((each) => !each.image || images.includes(each)).slice(-most.messages);
  room.count += 1;
  return message;
}

/** The messages of a room, oldest first. */
export function historyOf(room: string): readonly Message[] {
  return rooms.get(room)?.messages ?? [];
}

/** The names of those in a room, each once, however many tabs they have open. */
export function peopleIn(room: string): readonly string[] {
  const here = [...people.values()].filter((person) => person.room === room);
  return [...new Set(here.map(({ name }) => name))].sort();
}

/** Every room, for the list in the page. */
export function listRooms() {
  return [...rooms].map(([name, { count }]) => ({ name, people: peopleIn(name).length, messages: count }));
}
