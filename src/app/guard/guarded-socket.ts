import type { Socket } from "socket.io";
import type { DispatchState } from "../dispatch.ts";
import { limitArguments } from "../refusal.ts";
import { guarded, type Listener, overrideRegistration, register, registeredAs } from "./listener.ts";
import { guardSending } from "./sending.ts";
import { watchOf } from "./socket-place.ts";
import { guardUse } from "./socket-use.ts";

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
  const watch = watchOf(state, { answers: true });
  overrideRegistration(proto, base, (event, listener) => guarded(listener, watch, event));
  guardAny(proto, base, state);
  guardSending(proto, base, state);
  guardUse(proto, base, state);
  limitArguments(state, proto);
  return proto;
}

function guardAny(proto: Socket, base: Socket, state: DispatchState): void {
  // The event goes on to its own listener, which owes the client the answer.
  const watch = watchOf(state, { answers: false });
  for (const method of ["onAny", "prependAny", "onAnyOutgoing", "prependAnyOutgoing"] as const) {
    proto[method] = function (this: Socket, listener: Listener) {
      const safe = guarded(listener, watch);
      register(safe, () => base[method].call(this, safe));
      return this;
    };
  }
  proto.offAny = function (this: Socket, listener?: Listener) {
    return base.offAny.call(this, registeredAs(this.listenersAny(), listener));
  };
  proto.offAnyOutgoing = function (this: Socket, listener?: Listener) {
    return base.offAnyOutgoing.call(this, registeredAs(this.listenersAnyOutgoing(), listener));
  };
}
