import { EventEmitter } from "node:events";
import type { Socket } from "socket.io";
import type { Which } from "../plain/slots.ts";
import type { Guarded, Listener } from "./listener.ts";
import { middlewaresOf } from "./socket-use.ts";

/** Puts back what was taken off. */
export type PutBack = () => void;

/** Takes off an emitter the listeners that some versions have registered. */
export function takeListeners(emitter: object, which: Which): PutBack {
  // Everything of Socket.IO's that has listeners is one, under stricter types.
  const plain = emitter as EventEmitter;
  const taken: [event: string | symbol, listener: Listener][] = [];
  for (const event of plain.eventNames()) {
    for (const listener of plain.rawListeners(event) as Listener[]) {
      if (!belongs(listener, which)) continue;
      off.call(plain, event, listener);
      taken.push([event, listener]);
    }
  }
  return () => {
    for (const [event, listener] of taken) on.call(plain, event, listener);
  };
}

/** Takes off a socket all that some versions have registered on it. */
export function takeFromSocket(socket: Socket, which: Which): PutBack {
  const listeners = takeListeners(socket, which);
  const any = socket.listenersAny().filter((listener) => belongs(listener, which));
  const outgoing = socket.listenersAnyOutgoing().filter((listener) => belongs(listener, which));
  for (const listener of any) socket.offAny(listener);
  for (const listener of outgoing) socket.offAnyOutgoing(listener);
  const middlewares = middlewaresOf(socket)?.take(which);
  const base = Object.getPrototypeOf(Object.getPrototypeOf(socket)) as Socket;
  return () => {
    listeners();
    for (const listener of any) base.onAny.call(socket, listener);
    for (const listener of outgoing) base.onAnyOutgoing.call(socket, listener);
    middlewares?.();
  };
}

function belongs(listener: Listener, which: Which): boolean {
  const { scope } = listener as Partial<Guarded>;
  return scope !== undefined && which(scope.version);
}

// Past the guard, for these are guarded already.
const { on, off } = EventEmitter.prototype;
