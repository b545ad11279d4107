import { EventEmitter } from "node:events";
import type { Namespace, Server, Socket } from "socket.io";
import { admit, welcome } from "./admission.ts";
import { catchRest } from "./catch-all.ts";
import { type DispatchState, dispatch, dispatchDisconnect } from "./dispatch.ts";
import type { GuardedServer } from "./guard/guard.ts";
import { outside } from "./plain/current.ts";

/** Keeps a server's sockets listening for what the registry in force handles. */
export interface Binding {
  /** Brings every namespace and every connected socket in line with the registry now in force. */
  refresh(): void;
}

/** The listeners that all sockets of one namespace have in common. */
interface Bound {
  readonly listeners: Map<string, (this: Socket, ...args: unknown[]) => void>;
  catchesAll: boolean;
}

/**
 * Connects the registry to a server. Sockets hold no function of the user's: each event name has one listener per namespace,
 * shared by all its sockets, which looks the handler up when the event arrives.
 */
export function bind(io: Server, state: DispatchState, guarded: Pick<GuardedServer, "ensure">): Binding {
  const bound = new WeakMap<Namespace, Bound>();
  const catchAll = catchRest((arrival) => dispatch(state, arrival));

  const ensure = (nsp: Namespace) => {
    if (bound.has(nsp) || !state.registry.concerns(nsp.name)) return;
    const shared: Bound = { listeners: new Map(), catchesAll: false };
    bound.set(nsp, shared);
    adopt(nsp, shared);
    // Though it is plain code that makes the namespace: these stay when that goes.
    outside(() => {
      nsp.use((socket, next) => admit(state, socket, next));
      nsp.on("connection", (socket) => {
        join(socket, shared);
        welcome(state, socket);
      });
    });
  };

  /** Changes what the namespace's sockets listen for to what the registry now handles. */
  const adopt = (nsp: Namespace, shared: Bound) => {
    const events = state.registry.events(nsp.name);
    const gone = [...shared.listeners].filter(([event]) => !events.has(event));
    const added = [...events]
      .filter((event) => !shared.listeners.has(event))
      .map((event) => [event, listenerFor(state, event)] as const);
    for (const [event] of gone) shared.listeners.delete(event);
    for (const [event, listener] of added) shared.listeners.set(event, listener);
    const catchesAll = state.registry.hasCatchAll(nsp.name);
    for (const socket of nsp.sockets.values()) {
      for (const [event, listener] of gone) socket.off(event, listener);
      for (const [event, listener] of added) listen.call(socket, event, listener);
      if (catchesAll !== shared.catchesAll) toggleCatchAll(socket, catchesAll);
    }
    shared.catchesAll = catchesAll;
  };

  const join = (socket: Socket, shared: Bound) => {
    for (const [event, listener] of shared.listeners) listen.call(socket, event, listener);
    if (shared.catchesAll) toggleCatchAll(socket, true);
    listen.call(socket, "disconnecting", rememberRooms);
    listen.call(socket, "disconnect", leave);
  };

  const toggleCatchAll = (socket: Socket, wanted: boolean) => {
    if (wanted) socket.onAny(catchAll);
    else socket.offAny(catchAll);
  };

  function leave(this: Socket, reason: string): void {
    dispatchDisconnect(state, this, { reason, leftRooms: lastRooms.get(this) ?? new Set() });
  }

  io.on("new_namespace", ensure);

  return {
    refresh() {
      for (const name of state.registry.namespaces()) ensure(guarded.ensure(name));
      // Socket.IO has no public list of its namespaces.
      for (const nsp of io._nsps.values()) {
        ensure(nsp);
        const shared = bound.get(nsp);
        if (shared) adopt(nsp, shared);
      }
    },
  };
}

// Our own listeners never throw, so they go past the guard that users' listeners are given.
const { on: listen } = EventEmitter.prototype;

const lastRooms = new WeakMap<Socket, ReadonlySet<string>>();

function rememberRooms(this: Socket): void {
  lastRooms.set(this, new Set(this.rooms));
}

function listenerFor(state: DispatchState, event: string): (this: Socket, ...args: unknown[]) => void {
  return function (...args) {
    // Socket.IO also reports its own refusals of a packet (`socket.use`) as "error"; those are not a client's event.
    if (event === "error" && args[0] instanceof Error) return;
    dispatch(state, { socket: this, event, args });
  };
}
