import type { Socket } from "socket.io";
import type { Place } from "./listener.ts";

/** Where a listener of a socket runs. */
export function placeOf(socket: Socket, event: unknown): Place {
  return { event: String(event), namespace: socket.nsp.name, sid: socket.id };
}
