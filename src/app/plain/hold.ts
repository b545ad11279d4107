import { EventEmitter } from "node:events";
import type { Socket } from "socket.io";

/** An event on its way to a socket's listeners. */
export interface Held {
  /** Goes on where it was stopped. */
  readonly goOn: () => void;
  /** The event's name and arguments. */
  readonly args: () => readonly unknown[];
}

interface Holding {
  readonly events: Held[];
  readonly leave: () => void;
}

const held = new Map<Socket, Holding>();

/** Lets a socket's events wait, in its {@link waitingRoom}, until {@link release}. */
export function hold(socket: Socket): void {
  if (held.has(socket) || !socket.connected) return;
  const leave = () => deliverNow(socket);
  held.set(socket, { events: [], leave });
  prepend.call(socket, "disconnecting", leave);
}

/** Where a socket's events wait, if they do now. */
export function waitingRoom(socket: Socket): Held[] | undefined {
  return held.size > 0 ? held.get(socket)?.events : undefined;
}

/** Delivers what has waited, in order. */
export function release(socket: Socket): void {
  for (const { goOn } of unhold(socket)) goOn();
}

// Socket.IO drops what comes for a socket that has left, and these events came before that.
function deliverNow(socket: Socket): void {
  for (const event of unhold(socket)) {
    const [name, ...args] = event.args();
    for (const listener of [...socket.listenersAny()]) listener.call(socket, name, ...args);
    emit.call(socket, name as string, ...args);
  }
}

function unhold(socket: Socket): readonly Held[] {
  const holding = held.get(socket);
  if (!holding) return [];
  held.delete(socket);
  socket.off("disconnecting", holding.leave);
  return holding.events;
}

// Past the guard, which is for listeners of the user's.
const { emit, prependListener: prepend } = EventEmitter.prototype;
