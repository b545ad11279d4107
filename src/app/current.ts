import type { Namespace, Server, Socket } from "socket.io";
import { currentContext } from "./event-context.ts";
import { heldUntilAccepted } from "./held.ts";
import { forkSession, httpSessionOf } from "./http-session.ts";

/**
 * What handlers keep about a client. Give it properties of your own by declaration merging.
 *
 * @example
 * declare module "sio-serve" { interface Session { name?: string } }
 */
export interface Session {
  [key: string]: unknown;
}

/**
 * The real Socket.IO socket of the client whose event is being handled.
 *
 * @example
 * on("typing", (room: string) => socket.to(room).emit("typing", request.sid)); // everyone in the room but the caller
 */
export const socket: Socket = standIn(() => {
  const context = currentContext("socket", "app.io");
  return heldUntilAccepted(context, context.socket);
});

/**
 * The real Socket.IO namespace of the event being handled.
 *
 * @example
 * on("shout", (text: string) => nsp.emit("shout", text)); // everyone in the namespace, the caller included
 */
export const nsp: Namespace = standIn(() => {
  const context = currentContext("nsp", 'app.of("/name")');
  return heldUntilAccepted(context, context.socket.nsp);
});

/** The real Socket.IO server that the event came to. */
export const io: Server = standIn(() => {
  const context = currentContext("io", "app.io");
  return heldUntilAccepted(context, context.socket.nsp.server);
});

/**
 * A plain object per client and namespace that lasts as long as the client's connection, and across its recovery; kept as
 * `socket.data.session`. With an HTTP session it starts as a copy of what that held at the handshake, and with `manageSession: false` it
 * is that: read before each event, and saved after each that changed it, before the client gets its ack.
 *
 * @example
 * on("login", (name: string) => { session.name = name; });
 * on("whoami", () => session.name);
 */
export const session: Session = standIn(() => {
  const context = currentContext("session", "socket.data.session");
  if (context.httpSession) return context.httpSession;
  const { data } = context.socket as Socket<object, object, object, { session?: Session }>;
  data.session ??= forkSession(httpSessionOf(context.socket));
  return data.session;
});

/** An object that is, in every respect, whichever object `real` gives at the time. */
function standIn<T extends object>(real: () => T): T {
  const traps: ProxyHandler<T> = {
    get(_, name) {
      const target = real();
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
    set: (_, name, value) => Reflect.set(real(), name, value),
    has: (_, name) => Reflect.has(real(), name),
    deleteProperty: (_, name) => Reflect.deleteProperty(real(), name),
    ownKeys: () => Reflect.ownKeys(real()),
    getPrototypeOf: () => Reflect.getPrototypeOf(real()),
    // Freezing would freeze the stand-in, for every client and for good.
    preventExtensions: () => false,
    defineProperty: (_, name, descriptor) => Reflect.defineProperty(real(), name, descriptor),
    getOwnPropertyDescriptor(_, name) {
      const descriptor = Reflect.getOwnPropertyDescriptor(real(), name);
      // A proxy may only speak of fixed properties that its own target has, and that one is empty.
      return descriptor && { ...descriptor, configurable: true };
    },
  };
  return new Proxy({} as T, traps);
}
