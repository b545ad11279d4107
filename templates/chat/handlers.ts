import { ConnectionRefusedError, emit, joinRoom, leaveRoom, nsp, on, request, session, socket, to } from "sio-serve";
import { historyOf, remember, roomNames } from "./rooms.ts";

declare module "sio-serve" {
  // What is kept of each client while it is connected.
  interface Session {
    name: string;
    room?: string;
  }
}

// `auth` is what the page gave to io({ auth }). Nothing that a client sends is certain, so it is looked at before it is used.
on("connect", (auth: { name?: unknown }) => {
  const name = readText(auth.name, 24);
  if (!name) throw new ConnectionRefusedError("A name has 1 to 24 characters.");
  session.name = name;
  emit("rooms", roomNames);
});

// What a handler returns is the answer that the page awaits.
on("join", async (room: unknown) => {
  if (typeof room !== "string" || !roomNames.includes(room)) return { error: "There is no such room." };
  await leave();
  session.room = room;
  await joinRoom(room);
  await tellPeople(room);
  return { messages: historyOf(room) };
});

on("say", (input: unknown) => {
  const text = readText(input, 1000);
  if (!session.room) return { error: "Join a room first." };
  if (!text) return { error: "A message has 1 to 1000 characters." };
  // to() reaches everybody in the room, the caller too.
  to(session.room).emit("message", remember(session.room, session.name, text));
  return {};
});

on("typing", () => {
  // socket.to() leaves the caller out. Volatile: not worth keeping for a client that cannot take it now.
  if (session.room) socket.to(session.room).volatile.emit("typing", session.name);
});

on("disconnect", () => leave());

async function leave(): Promise<void> {
  const { room } = session;
  if (!room) return;
  delete session.room;
  await leaveRoom(room);
  await tellPeople(room);
}

/** Tells a room who is in it. */
async function tellPeople(room: string): Promise<void> {
  const members = await nsp.in(room).fetchSockets();
  // A client that is just leaving does not count any more.
  const here = members.filter(({ id, data }) => id !== request.sid || data.session.room === room);
  const names = new Set(here.map(({ data }) => data.session.name));
  to(room).emit("people", [...names].sort());
}

/** The text without spaces around it, if it is one and neither empty nor too long. */
function readText(value: unknown, most: number): string | undefined {
  const text = typeof value === "string" ? value.trim() : "";
  return text.length > 0 && text.length <= most ? text : undefined;
}
