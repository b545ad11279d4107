import type { Namespace, Server, Socket } from "socket.io";
import { type Ack, failedAck } from "./ack.ts";
import { type DispatchState, isPromise, track } from "./dispatch.ts";

// biome-ignore lint/suspicious/noExplicitAny: a listener of plain Socket.IO code, whatever it takes
type Listener = (...args: any[]) => unknown;
/** Where a guarded listener runs. */
interface Place {
  readonly event: string;
  readonly namespace: string;
  readonly sid: string;
}
type Guarded = Listener & { listener: Listener };

/**
 * Lets plain Socket.IO code fail without taking the process along: what a listener, a middleware or an ack callback throws
 * or rejects with is reported once, and a waiting client is answered. The objects stay the real ones; only what is
 * registered on them is wrapped, once, when it is registered.
 */
export function guard(io: Server, state: DispatchState): void {
  const guardedSocket = socketGuard(state);
  const seen = new WeakSet<object>();

  const guardNamespace = <N extends Namespace>(nsp: N): N => {
    if (seen.has(nsp)) return nsp;
    seen.add(nsp);
    const adopt = (socket: Socket) => {
      if (!Object.hasOwn(Object.getPrototypeOf(socket), adopted)) Object.setPrototypeOf(socket, guardedSocket(socket));
    };
    // First of all middlewares, so that the others already meet guarded sockets; and as listener, for recovered sockets skip those.
    nsp.use((socket, next) => {
      adopt(socket);
      next();
    });
    nsp.on("connection", adopt);
    const place = (event: string) => (socket?: Socket) => ({ event, namespace: nsp.name, sid: socket?.id ?? "" });
    overrideRegistration(nsp, (event, listener) => wrap(state, (_self, args) => place(event)(args[0] as Socket), listener));
    const use = nsp.use.bind(nsp);
    nsp.use = (middleware) =>
      use((socket, next) => {
        const refuse = (error: unknown) => {
          state.onFault({ error, ...place("connection")(socket) });
          next(new Error("The server could not accept this connection"));
        };
        settle(() => middleware(socket, next), refuse);
      });
    return nsp;
  };

  const of = io.of.bind(io) as (...args: unknown[]) => Namespace;
  io.of = ((name: unknown, listener?: Listener) => {
    const nsp = guardNamespace(of(name));
    if (listener) nsp.on("connection", listener);
    return nsp;
  }) as typeof io.of;
  guardNamespace(io.sockets);
  io.on("new_namespace", guardNamespace);
}

const adopted = Symbol("sio-serve.guarded");

/** One prototype, laid over the sockets' own, that wraps what is registered. */
function socketGuard(state: DispatchState): (socket: Socket) => object {
  const made = new WeakMap<object, object>();
  return (socket) => {
    const base = Object.getPrototypeOf(socket) as Socket;
    let guarded = made.get(base);
    if (!guarded) {
      guarded = guardedPrototype(base, state);
      made.set(base, guarded);
    }
    return guarded;
  };
}

function guardedPrototype(base: Socket, state: DispatchState): object {
  const proto = Object.create(base, { [adopted]: { value: true } }) as Socket;
  const at = (event: string) => (self: unknown) => placeOf(self as Socket, event);
  overrideRegistration(proto, (event, listener) => wrap(state, at(event), listener), base);

  for (const method of ["onAny", "prependAny", "onAnyOutgoing", "prependAnyOutgoing"] as const) {
    proto[method] = function (this: Socket, listener: Listener) {
      // The event goes on to its own listener, which owes the client the answer.
      const place = (self: unknown, args: unknown[]) => placeOf(self as Socket, String(args[0]));
      return base[method].call(this, wrap(state, place, listener, { answers: false }));
    };
  }
  proto.offAny = function (this: Socket, listener?: Listener) {
    return base.offAny.call(this, unwrapped(this.listenersAny(), listener));
  };
  proto.offAnyOutgoing = function (this: Socket, listener?: Listener) {
    return base.offAnyOutgoing.call(this, unwrapped(this.listenersAnyOutgoing(), listener));
  };
  proto.use = function (this: Socket, middleware) {
    return base.use.call(this, (event, next) => {
      const refuse = (error: unknown) => {
        state.onFault({ error, ...placeOf(this, String(event[0])) });
        next(new Error("The server could not handle this event."));
      };
      settle(() => middleware.call(this, event, next), refuse);
    });
  };
  // Acks of broadcasts come in here too, past every listener. The method is Socket.IO's own; without it, such a throw would end the
  // connection instead of being reported.
  const { onack } = base as unknown as { onack?: (packet: unknown) => void };
  if (onack) {
    Object.defineProperty(proto, "onack", {
      value(this: Socket, packet: unknown) {
        try {
          onack.call(this, packet);
        } catch (error) {
          state.onFault({ error, ...placeOf(this, "ack") });
        }
      },
    });
  }
  proto.emit = function (this: Socket, event: string, ...args: unknown[]) {
    const last = args.at(-1);
    if (typeof last === "function") args[args.length - 1] = wrap(state, at(event), last as Listener);
    return base.emit.call(this, event, ...args);
  } as Socket["emit"];
  return proto;
}

function placeOf(socket: Socket, event: string): Place {
  return { event, namespace: socket.nsp.name, sid: socket.id };
}

interface Emitter {
  on(event: string, listener: Listener): unknown;
  off(event: string, listener: Listener): unknown;
  prependListener(event: string, listener: Listener): unknown;
}

/** Replaces the methods that register a listener by ones that register what `guarded` makes of it. */
function overrideRegistration(
  target: object,
  guarded: (event: string, listener: Listener) => Guarded,
  base: object = Object.getPrototypeOf(target) as object,
): void {
  const { on, prependListener } = base as Emitter;
  const once = (register: Emitter["on"]) =>
    function (this: Emitter, event: string, listener: Listener) {
      const inner = guarded(event, listener);
      const fireOnce: Guarded = Object.assign(
        (...args: unknown[]) => {
          this.off(event, fireOnce);
          return inner.apply(this, args);
        },
        { listener },
      );
      return register.call(this, event, fireOnce);
    };
  const always = (register: Emitter["on"]) =>
    function (this: Emitter, event: string, listener: Listener) {
      return register.call(this, event, guarded(event, listener));
    };
  const methods = {
    on: always(on),
    addListener: always(on),
    prependListener: always(prependListener),
    once: once(on),
    prependOnceListener: once(prependListener),
  };
  for (const [name, value] of Object.entries(methods)) {
    Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable: false });
  }
}

/** `listener` is what node:events compares with when the original is taken off again. */
function wrap(
  state: DispatchState,
  place: (self: unknown, args: unknown[]) => Place,
  listener: Listener,
  { answers } = { answers: true },
): Guarded {
  if (typeof listener !== "function") return listener;
  const guarded = function (this: unknown, ...args: unknown[]): void {
    const fail = (error: unknown) => {
      state.onFault({ error, ...place(this, args) });
      const last = answers && args.at(-1);
      if (typeof last === "function") (last as Ack)(failedAck);
    };
    try {
      const result = listener.apply(this, args);
      if (isPromise(result)) track(state.running, place(this, args), result.then(undefined, fail));
    } catch (error) {
      fail(error);
    }
  };
  return Object.assign(guarded, { listener });
}

function settle(step: () => unknown, failed: (error: unknown) => void): void {
  try {
    const result = step();
    if (isPromise(result)) result.then(undefined, failed);
  } catch (error) {
    failed(error);
  }
}

function unwrapped(registered: readonly Listener[], listener: Listener | undefined): Listener | undefined {
  if (!listener) return undefined;
  return registered.find((one) => one === listener || (one as Partial<Guarded>).listener === listener) ?? listener;
}
