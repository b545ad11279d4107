import type { Namespace, Socket } from "socket.io";
import type { DispatchState } from "../dispatch.ts";
import { attempt } from "./listener.ts";
import { type Next, runThrough } from "./middlewares.ts";
import { placeOf } from "./socket-place.ts";
import { connectionEvents, greetAll, type Middleware, type Space } from "./space.ts";

/** How clients come into a namespace. */
export interface Entrance {
  readonly state: DispatchState;
  readonly guardSocket: (socket: Socket) => void;
  /** Whether clients may connect now. */
  readonly isOpen: (nsp: Namespace) => boolean;
  /** Opens it for a client, if that can be done. */
  readonly reopen: (nsp: Namespace, socket: Socket) => Promise<boolean>;
  /** Whose middlewares and connection callbacks run, in order. */
  readonly spacesOf: (nsp: Namespace) => readonly Space[];
}

/**
 * Gives a namespace the only middleware and the only connection listeners that Socket.IO ever sees: those of everybody else run behind
 * them, and can be taken off without a trace.
 */
export function guardEntrance(nsp: Namespace, entrance: Entrance): void {
  const { guardSocket, isOpen, reopen, spacesOf, state } = entrance;
  nsp.use((socket, next) => {
    // First of all, so that middlewares already meet guarded sockets.
    guardSocket(socket);
    const enter = () => {
      const steps = spacesOf(nsp).flatMap(({ middlewares }) => middlewares.values());
      runThrough(
        steps.map((step) => guardedStep(step, socket, state)),
        (refusal) => next(refusal as Error | undefined),
      );
    };
    const refuse = () => next(new Error("Invalid namespace"));
    if (isOpen(nsp)) enter();
    else reopen(nsp, socket).then((opened) => (opened ? enter() : refuse()), refuse);
  });
  for (const event of connectionEvents) {
    nsp.on(event, (socket: Socket) => {
      // A recovered socket has met no middleware.
      guardSocket(socket);
      if (!isOpen(nsp)) socket.disconnect();
      else for (const space of spacesOf(nsp)) greetAll(space, event, { socket, state });
    });
  }
}

function guardedStep(middleware: Middleware, socket: Socket, state: DispatchState): (next: Next) => void {
  return (next) => {
    const refuse = (error: unknown) => {
      state.onFault({ error, ...placeOf(socket, "connection") });
      next(new Error("The server could not accept this connection"));
    };
    attempt(() => middleware(socket, next as (error?: Error) => void), refuse);
  };
}
