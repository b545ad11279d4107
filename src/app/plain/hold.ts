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

/** An event as Socket.IO has read it. */
interface EventPacket {
  readonly id?: number;
  readonly data?: readonly unknown[];
}

/** The method that a socket's events come in by. It is Socket.IO's own: there is no public place as early as that. */
interface Receiver {
  onevent?: (packet: EventPacket) => void;
}

/**
 * Lets a socket's events wait until {@link release}. Only a socket that waits has a method of its own for them, so that nothing is paid
 * otherwise. Where Socket.IO has no such method, nothing is held, and what comes during a swap reaches whoever listens then.
 */
export function hold(socket: Socket): void {
  if (held.has(socket) || !socket.connected) return;
  const events: Held[] = [];
  const leave = () => deliverNow(socket);
  held.set(socket, { events, leave });
  prepend.call(socket, "disconnecting", leave);
  const receiver = socket as unknown as Receiver;
  const { onevent } = receiver;
  if (!onevent) return;
  receiver.onevent = (packet) => {
    events.push({ goOn: () => onevent.call(socket, packet), args: () => argsOf(packet) });
  };
}

/** Where a socket's events wait, if they do now. */
export function waitingRoom(socket: Socket): Held[] | undefined {
  return held.get(socket)?.events;
}

function argsOf({ id, data = [] }: EventPacket): readonly unknown[] {
  return id === undefined ? data : [...data, nobodyWaits];
}

function nobodyWaits(): void {}

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
  delete (socket as unknown as Receiver).onevent;
  socket.off("disconnecting", holding.leave);
  return holding.events;
}

// Past the guard, which is for listeners of the user's.
const { emit, prependListener: prepend } = EventEmitter.prototype;
