import { AsyncLocalStorage } from "node:async_hooks";
import { eventContext } from "../app/event-context.ts";
import { ownerOf } from "../app/owner.ts";
import { app } from "./served-app.ts";
import type { SocketIO } from "./socketio.ts";

// Two copies of this package do meet, as for the application being served.
const key = Symbol.for("sio-serve.current-app");
const shared = globalThis as { [key]?: AsyncLocalStorage<SocketIO> };
shared[key] ??= new AsyncLocalStorage<SocketIO>();
const current: AsyncLocalStorage<SocketIO> = shared[key];

/** The application that `on(…)` and its kin act on: the one that the code or the event belongs to, else the one being served. */
export function currentApp(): SocketIO {
  return current.getStore() ?? handlingApp() ?? app;
}

function handlingApp(): SocketIO | undefined {
  const context = eventContext.getStore();
  // Only a SocketIO is ever given a server.
  return context && (ownerOf(context.socket.nsp.server) as SocketIO | undefined);
}

/** Runs code for an application of its own: whatever it starts, timers and promises included, registers there. */
export function runFor<T>(application: SocketIO, code: () => T): T {
  return current.run(application, code);
}
