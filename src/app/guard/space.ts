import type { Namespace, Socket } from "socket.io";
import type { DispatchState } from "../dispatch.ts";
import { currentScope } from "../plain/current.ts";
import { Slots } from "../plain/slots.ts";
import { isSpent, spend, spentOn } from "../plain/spent.ts";
import { guarded, type Listener, overrideRegistration } from "./listener.ts";
import { greet, type Welcome } from "./welcome.ts";

export type Middleware = Parameters<Namespace["use"]>[0];

/** The events that tell of a connection, in the order in which Socket.IO emits them. */
export const connectionEvents = ["connect", "connection"] as const;
export type ConnectionEvent = (typeof connectionEvents)[number];

/** What is registered on a namespace for those who connect to it. */
export interface Space {
  readonly nsp: Namespace;
  readonly middlewares: Slots<Middleware>;
  readonly welcomes: Readonly<Record<ConnectionEvent, Slots<Welcome>>>;
}

/** Makes a namespace keep its middlewares and connection callbacks in lists of ours, and guard its other listeners. */
export function guardSpace(nsp: Namespace, state: DispatchState): Space {
  const space: Space = {
    nsp,
    middlewares: new Slots(),
    welcomes: { connect: new Slots(), connection: new Slots() },
  };
  const place = (_: unknown, event: unknown) => ({ event: String(event), namespace: nsp.name, sid: "" });
  const watch = { state, place, answers: false };
  overrideRegistration(nsp, Object.getPrototypeOf(nsp), (event, listener) => guarded(listener, watch, event));
  nsp.use = (middleware) => {
    const scope = currentScope();
    const add = () => space.middlewares.add(middleware, scope);
    if (scope) scope.add(add);
    else add();
    return nsp;
  };
  overrideConnection(space);
  return space;
}

/** Runs the connection callbacks of a space for a socket that has just connected. */
export function greetAll({ nsp, welcomes }: Space, event: ConnectionEvent, { socket, state }: Guest): void {
  for (const callback of welcomes[event].values()) {
    if (callback.firedFor) continue;
    if (callback.once) {
      welcomes[event].remove((one) => one === callback);
      spend(nsp, callback.name, socket);
    }
    greet(callback, socket, state);
  }
}

interface Guest {
  readonly socket: Socket;
  readonly state: DispatchState;
}

const ways = {
  on: {},
  addListener: {},
  prependListener: { first: true },
  once: { once: true },
  prependOnceListener: { first: true, once: true },
} as const;

/** Leads what is registered for connections to the lists; all else goes on as before. */
function overrideConnection({ nsp, welcomes }: Space): void {
  const listOf = (event: unknown) => welcomes[event as ConnectionEvent] as Slots<Welcome> | undefined;
  for (const [method, way] of Object.entries(ways)) {
    const { first = false, once = false } = way as { first?: boolean; once?: boolean };
    intercept(nsp, method, (event, listener) => {
      const list = listOf(event);
      if (!list || typeof listener !== "function") return false;
      const callback = callbackOf(nsp, { event: String(event), listener: listener as Listener, once });
      const { scope } = callback;
      const add = () => list.add(callback, scope, { first });
      if (scope) scope.add(add);
      else add();
      return true;
    });
  }
  for (const method of ["off", "removeListener"]) {
    intercept(nsp, method, (event, listener) => listOf(event)?.remove((one) => one.listener === listener) ?? false);
  }
  const removeAll = nsp.removeAllListeners;
  nsp.removeAllListeners = (event) => {
    const events = event === undefined ? nsp.eventNames() : [event];
    for (const name of events) {
      const list = listOf(name);
      if (list) list.take(() => true);
      else removeAll.call(nsp, name);
    }
    return nsp;
  };
}

function callbackOf(nsp: Namespace, what: { event: string; listener: Listener; once: boolean }): Welcome {
  const { event, listener, once } = what;
  const scope = currentScope();
  const name = scope?.nextName(`${nsp.name} ${event}`) ?? "";
  const fired = scope && once && isSpent(nsp, name);
  const firedFor = fired ? (spentOn(nsp, name) as Socket) : undefined;
  return { listener, scope, name, once, firedFor };
}

/** Lets `take` handle a call first; where it returns `false`, the method does what it did. */
function intercept(nsp: Namespace, name: string, take: (...args: unknown[]) => boolean): void {
  const methods = nsp as unknown as Record<string, (...args: unknown[]) => unknown>;
  const method = methods[name] as (...args: unknown[]) => unknown;
  const value = (...args: unknown[]) => (take(...args) ? nsp : method.apply(nsp, args));
  Object.defineProperty(nsp, name, { value, writable: true, configurable: true, enumerable: false });
}
