import { ConnectionRefusedError, joinRoom, leaveRoom, nsp, on, request, socket, to } from "sio-serve";
import { fieldsOf, limits, readDraft, readId, readName } from "./checks.ts";
import { historyOf, isTaken, listRooms, openRoom, type Person, people, peopleIn, remember } from "./rooms.ts";

// A client may join only what this prefix begins: without it, a room called like somebody's sid would read their mail.
const address = (room: string) => `chat:${room}`;

// Runs before the client is let in. `auth` is whatever the page passed to io({ auth }), so nothing about it is certain.
on("connect", (auth: unknown) => {
  const name = readName(fieldsOf(auth).name);
  const key = readId(fieldsOf(auth).key);
  if (!name || !key) {
    throw new ConnectionRefusedError(`A name is 1 to ${limits.name} letters or digits.`);
  }
  if (isTaken(name, key)) {
    throw new ConnectionRefusedError(`${name} is already here. Choose another name.`);
  }
  people.set(request.sid, { name, key });
});

// What a handler returns is the client's acknowledgement: `await socket.emitWithAck("join", "lobby")`.
on("join", async (input: unknown) => {
  const person = people.get(request.sid);
  const room = readName(input);
  if (!person) return { error: "Reload the page to come in again." };
  if (!room) return { error: `A room's name is 1 to ${limits.name} letters or digits.` };
  if (!openRoom(room)) return { error: "There are as many rooms as there may be. Join one of them." };

  await move(person, room);
  return { room, limits, messages: historyOf(room) };
});

on("say", (input: unknown) => {
  const person = people.get(request.sid);
  const draft = readDraft(input);
  if (!person?.room) return { error: "Join a room first." };
  if (!draft) {
    return { error: `A message is up to ${limits.text} characters, or an image of up to ${limits.imageBytes} bytes.` };
  }

  const message = { ...draft, room: person.room, name: person.name, at: Date.now() };
  const kept = remember(message);
  // A page that lost its connection before the answer sends again; the others must not see the message twice.
  if (kept === message) {
    // socket.to() leaves out the caller, whose page shows the message already.
    socket.to(address(message.room)).emit("message", message);
    nsp.emit("rooms", listRooms());
  }
  return { at: kept.at };
});

on("typing", () => {
  const person = people.get(request.sid);
  if (person?.room) socket.to(address(person.room)).emit("typing", person.name);
});

on("disconnect", async () => {
  const person = people.get(request.sid);
  if (person) await move(person, undefined);
  people.delete(request.sid);
});

/** Takes the caller from their room, if they are in one, to another, or to none; both rooms hear of it. */
async function move(person: Person, to: string | undefined): Promise<void> {
  const { name, room: from } = person;
  if (from === to) return;
  const isElsewhere = (room: string) => peopleIn(room).includes(name);
  const joined = to && !isElsewhere(to) ? name : undefined;
  person.room = to;
  // Both begin before either is awaited, so that two moves in quick succession still end in the right room.
  await Promise.all([from && leaveRoom(address(from)), to && joinRoom(address(to))]);
  if (from) announce(from, { left: isElsewhere(from) ? undefined : name });
  if (to) announce(to, { joined });
}

/** Tells a room who is in it now, and everybody how many are in each. A name comes and goes once, however many tabs it has. */
function announce(room: string, change: { joined?: string | undefined; left?: string | undefined }): void {
  // Unlike socket.to(), to() reaches the caller too.
  to(address(room)).emit("people", { ...change, people: peopleIn(room) });
  nsp.emit("rooms", listRooms());
}
