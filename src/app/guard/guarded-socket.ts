import type { Socket } from "socket.io";
import type { DispatchState } from "../dispatch.ts";
import { waitingRoom } from "../plain/hold.ts";
import { limitArguments } from "../refusal.ts";
import { guarded, type Listener, overrideRegistration, register, registeredAs } from "./listener.ts";
import { guardSending } from "./sending.ts";
import { placeOf } from "./socket-place.ts";
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
  const at = (event: string) => (self: unknown) => placeOf(self as Socket, event);
  overrideRegistration(proto, base, (event, listener) => guarded(listener, { state, place: at(event), answers: true }));
  guardAny(proto, base, state);
  guardSending(proto, base, state);
  guardUse(proto, base, state);
  holdWhenAsked(proto, base);
  limitArguments(state, proto);
  return proto;
}

function guardAny(proto: Socket, base: Socket, state: DispatchState): void {
  const place = (self: unknown, [event]: readonly unknown[]) => placeOf(self as Socket, event);
  for (const method of ["onAny", "prependAny", "onAnyOutgoing", "prependAnyOutgoing"] as const) {
    proto[method] = function (this: Socket, listener: Listener) {
      // The event goes on to its own listener, which owes the client the answer.
      const safe = guarded(listener, { state, place, answers: false });
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

interface EventPacket {
  readonly id?: number;
  readonly data?: readonly unknown[];
}

/** The method is Socket.IO's own. Without it, what comes during a swap is not held, and reaches whoever listens then. */
function holdWhenAsked(proto: Socket, base: Socket): void {
  const { onevent } = base as unknown as { onevent?: (packet: EventPacket) => void };
  if (!onevent) return;
  const value = function (this: Socket, packet: EventPacket) {
    const room = waitingRoom(this);
    if (room) room.push({ goOn: () => onevent.call(this, packet), args: () => argsOf(packet) });
    else onevent.call(this, packet);
  };
  Object.defineProperty(proto, "onevent", { value, writable: true, configurable: true });
}

function argsOf({ id, data = [] }: EventPacket): readonly unknown[] {
  return id === undefined ? data : [...data, nobodyWaits];
}

function nobodyWaits(): void {}
