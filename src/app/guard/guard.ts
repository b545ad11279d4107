import type { Namespace, Server, Socket } from "socket.io";
import type { DispatchState } from "../dispatch.ts";
import { socketGuard } from "./guarded-socket.ts";
import { attempt, guarded, type Listener, overrideRegistration } from "./listener.ts";

/**
 * Lets plain Socket.IO code fail without taking the process along: what a listener, a middleware or an ack callback throws
 * or rejects with is reported once, and a waiting client is answered. The objects stay the real ones; only what is
 * registered on them is wrapped, once, when it is registered.
 */
export function guard(io: Server, state: DispatchState): void {
  const guardSocket = socketGuard(state);
  const seen = new WeakSet<Namespace>();

  const guardNamespace = (nsp: Namespace) => {
    if (seen.has(nsp)) return;
    seen.add(nsp);
    // First of all middlewares, so that the others already meet guarded sockets; and as listener, for recovered sockets skip those.
    nsp.use((socket, next) => {
      guardSocket(socket);
      next();
    });
    nsp.on("connection", guardSocket);
    guardRegistration(nsp, state);
  };

  const of = io.of.bind(io) as (name: unknown) => Namespace;
  const guardedOf = (name: unknown, listener?: Listener) => {
    const nsp = of(name);
    guardNamespace(nsp);
    if (listener) nsp.on("connection", listener);
    return nsp;
  };
  io.of = guardedOf as typeof io.of;
  // Socket.IO has no public list of its namespaces.
  for (const nsp of io._nsps.values()) guardNamespace(nsp);
  io.on("new_namespace", guardNamespace);
}

function guardRegistration(nsp: Namespace, state: DispatchState): void {
  const placeOf = (event: string, socket: Socket | undefined) => ({
    event,
    namespace: nsp.name,
    sid: socket?.id ?? "",
  });
  overrideRegistration(nsp, Object.getPrototypeOf(nsp), (event, listener) => {
    const place = (_self: unknown, [socket]: readonly unknown[]) => placeOf(event, socket as Socket | undefined);
    return guarded(listener, { state, place, answers: false });
  });
  const use = nsp.use.bind(nsp);
  nsp.use = (middleware) =>
    use((socket, next) => {
      const refuse = (error: unknown) => {
        state.onFault({ error, ...placeOf("connection", socket) });
        next(new Error("The server could not accept this connection"));
      };
      attempt(() => middleware(socket, next), refuse);
    });
}
