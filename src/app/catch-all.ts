import { EventEmitter } from "node:events";
import type { Socket } from "socket.io";
import type { Arrival } from "./dispatch.ts";

/** A listener that stands in for a missing one until the events it was put there for have passed. */
interface StandIn {
  readonly listener: (...args: unknown[]) => void;
  waiting: number;
}

// Past the guard that users' listeners are given: these never throw.
const { on: listen } = EventEmitter.prototype;

/**
 * A listener for `onAny` that takes the events which no listener of the socket is there for. Socket.IO calls it before it dispatches
 * the event; a listener put there for just that event lets it take the ordinary way, through `socket.use` and in order with its
 * neighbours.
 */
export function catchRest(take: (arrival: Arrival) => void): (this: Socket, event: string) => void {
  const standIns = new WeakMap<Socket, Map<string, StandIn>>();

  return function (this: Socket, event) {
    const here = standIns.get(this) ?? new Map<string, StandIn>();
    standIns.set(this, here);
    const present = here.get(event);
    if (present) {
      present.waiting += 1;
      return;
    }
    // Socket.IO itself listens for "error", so that it never counts as unhandled.
    if (this.listenerCount(event) > (event === "error" ? 1 : 0)) return;
    const standIn: StandIn = {
      waiting: 1,
      listener: (...args) => {
        standIn.waiting -= 1;
        if (standIn.waiting === 0) {
          here.delete(event);
          this.off(event, standIn.listener);
        }
        take({ socket: this, event, args });
      },
    };
    here.set(event, standIn);
    listen.call(this, event, standIn.listener);
  };
}
