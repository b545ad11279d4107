import type { EventEmitter } from "node:events";
import type { Server } from "socket.io";

/** A connection of Engine.IO that has ended. */
export interface Ended {
  readonly id: string;
}

/** Told of the end of a connection, with Engine.IO's reason and what it adds to that. */
export type EndListener = (connection: Ended, reason: string, description: unknown) => void;

const listeners = new WeakMap<object, EndListener[]>();

/** Calls `listener` at the end of each connection. They all share one function, so that a client costs next to nothing. */
export function onEnd({ engine }: Server, listener: EndListener): void {
  const known = listeners.get(engine);
  if (known) {
    known.push(listener);
    return;
  }
  const all = [listener];
  listeners.set(engine, all);
  const tell = function (this: Ended, reason: string, description: unknown) {
    for (const one of all) one(this, reason, description);
  };
  engine.on("connection", (connection: EventEmitter) => connection.on("close", tell));
}
