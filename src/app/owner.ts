import type { Server } from "socket.io";

const owners = new WeakMap<Server, object>();

/** Notes which application answers for a server. */
export function own(io: Server, application: object): void {
  owners.set(io, application);
}

/** The application that answers for a server, or `undefined` for a server of somebody else's. */
export function ownerOf(io: Server): object | undefined {
  return owners.get(io);
}
