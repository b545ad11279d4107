import type { Socket } from "socket.io";
import type { DispatchState } from "../dispatch.ts";
import type { Place, Watch } from "./listener.ts";

/** Where a listener of a socket runs. */
export function placeOf(socket: Socket, event: unknown): Place {
  return { event: String(event), namespace: socket.nsp.name, sid: socket.id };
}

/** How the listeners of sockets are guarded. */
export function watchOf(state: DispatchState, { answers }: Pick<Watch, "answers">): Watch {
  return { state, place: (self, event) => placeOf(self as Socket, event), answers };
}
