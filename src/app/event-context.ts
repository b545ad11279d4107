import { AsyncLocalStorage } from "node:async_hooks";
import type { Socket } from "socket.io";
import { NoContextError } from "./errors.ts";

/** What is true while one event of one client is handled. Created per event, never reused. */
export interface EventContext {
  readonly socket: Socket;
  readonly event: string;
  readonly args: readonly unknown[];
  /** In a `connect` handler: what waits for the client to be accepted, in order. `undefined` once it is. */
  held: (() => void)[] | undefined;
  /** In a `disconnect` handler: the rooms that the client was in; Socket.IO has emptied its own list by then. */
  readonly leftRooms: ReadonlySet<string> | undefined;
  /** With `manageSession: false`: the HTTP session as it was read for this event. */
  httpSession?: Record<string, unknown>;
}

// Two copies of this package do meet (npx beside a local install; a test runner's module graph beside Node's): both must see
// the context that either of them opened.
const key = Symbol.for("sio-serve.context");
const shared = globalThis as { [key]?: AsyncLocalStorage<EventContext> };
shared[key] ??= new AsyncLocalStorage<EventContext>();

/** The one AsyncLocalStorage that carries {@link EventContext} through `await`, timers, promises and emitters. */
export const eventContext: AsyncLocalStorage<EventContext> = shared[key];

/** The context of the event being handled, or a {@link NoContextError} that says what to use instead of `name`. */
export function currentContext(name: string, instead: string): EventContext {
  const context = eventContext.getStore();
  if (context) return context;
  throw new NoContextError(`${name} only works while an event is being handled. Elsewhere, use ${instead}.`);
}
