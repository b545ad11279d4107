import { AsyncResource } from "node:async_hooks";
import type { Socket } from "socket.io";
import { type DispatchState, track } from "../dispatch.ts";
import { eventContext } from "../event-context.ts";
import { attempt, guarded, type Listener, overrideRegistration, type Place, registeredAs } from "./listener.ts";

/** How to make a socket guard what is registered on it. Safe to call twice with the same socket. */
export function socketGuard(state: DispatchState): (socket: Socket) => void {
  // One prototype for each class of sockets, laid between a socket and its class: the socket stays the same object.
  const made = new WeakMap<object, object>();
  const ours = new WeakSet<object>();
  return (socket) => {
    const base = Object.getPrototypeOf(socket) as Socket;
    if (ours.has(base)) return;
    const known = made.get(base);
    const prototype = known ?? guardedPrototype(base, state);
    if (!known) {
      made.set(base, prototype);
      ours.add(prototype);
    }
    Object.setPrototypeOf(socket, prototype);
  };
}

function guardedPrototype(base: Socket, state: DispatchState): object {
  const proto = Object.create(base) as Socket;
  const at = (event: string) => (self: unknown) => placeOf(self as Socket, event);
  overrideRegistration(proto, base, (event, listener) => guarded(listener, { state, place: at(event), answers: true }));
  guardAny(proto, base, state);
  guardAcks(proto, base, state);
  proto.use = function (this: Socket, middleware) {
    return base.use.call(this, (event, next) => {
      const refuse = (error: unknown) => {
        state.onFault({ error, ...placeOf(this, event[0]) });
        next(new Error("The server could not handle this event."));
      };
      const wait = (promise: PromiseLike<unknown>) => void track(state.running, placeOf(this, event[0]), promise);
      attempt(() => middleware.call(this, event, next), refuse, wait);
    });
  };
  return proto;
}

function guardAny(proto: Socket, base: Socket, state: DispatchState): void {
  const place = (self: unknown, [event]: readonly unknown[]) => placeOf(self as Socket, event);
  for (const method of ["onAny", "prependAny", "onAnyOutgoing", "prependAnyOutgoing"] as const) {
    proto[method] = function (this: Socket, listener: Listener) {
      // The event goes on to its own listener, which owes the client the answer.
      return base[method].call(this, guarded(listener, { state, place, answers: false }));
    };
  }
  proto.offAny = function (this: Socket, listener?: Listener) {
    return base.offAny.call(this, registeredAs(this.listenersAny(), listener));
  };
  proto.offAnyOutgoing = function (this: Socket, listener?: Listener) {
    return base.offAnyOutgoing.call(this, registeredAs(this.listenersAnyOutgoing(), listener));
  };
}

function guardAcks(proto: Socket, base: Socket, state: DispatchState): void {
  const emit = function (this: Socket, event: string, ...args: unknown[]) {
    const last = args.at(-1);
    if (typeof last === "function") {
      const place = (self: unknown) => placeOf(self as Socket, event);
      const safe = guarded(last as Listener, { state, place, answers: false });
      // The answer comes with a packet of its own; its callback still belongs to the event that asked.
      args[args.length - 1] = eventContext.getStore() ? AsyncResource.bind(safe) : safe;
    }
    return base.emit.call(this, event, ...args);
  };
  Object.defineProperty(proto, "emit", { value: emit, writable: true, configurable: true });
  // Acks of broadcasts come in here too, past every listener. The method is Socket.IO's own; without it, such a throw would end the
  // connection instead of being reported.
  const { onack } = base as unknown as { onack?: (packet: unknown) => void };
  if (!onack) return;
  const value = function (this: Socket, packet: unknown) {
    const fail = (error: unknown) => state.onFault({ error, ...placeOf(this, "ack") });
    attempt(() => onack.call(this, packet), fail);
  };
  Object.defineProperty(proto, "onack", { value, writable: true, configurable: true });
}

function placeOf(socket: Socket, event: unknown): Place {
  return { event: String(event), namespace: socket.nsp.name, sid: socket.id };
}
