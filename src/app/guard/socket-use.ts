import type { Socket } from "socket.io";
import type { DispatchState } from "../dispatch.ts";
import { currentScope } from "../plain/current.ts";
import { waitingRoom } from "../plain/hold.ts";
import { Slots } from "../plain/slots.ts";
import { track } from "../running.ts";
import { attempt } from "./listener.ts";
import { type Next, runThrough } from "./middlewares.ts";
import { placeOf } from "./socket-place.ts";

type Middleware = Parameters<Socket["use"]>[0];
type Arguments = Parameters<Middleware>[0];

const lists = new WeakMap<Socket, Slots<Middleware>>();

/** The middlewares of a socket's events, if it was given any. */
export function middlewaresOf(socket: Socket): Slots<Middleware> | undefined {
  return lists.get(socket);
}

/** Makes `socket.use` keep its middlewares in a list behind one of ours, so that they can be taken off again. */
export function guardUse(proto: Socket, base: Socket, state: DispatchState): void {
  proto.use = function (this: Socket, middleware) {
    const scope = currentScope();
    const add = () => listOf(this, base, state).add(middleware, scope);
    if (scope) scope.add(add);
    else add();
    return this;
  };
}

function listOf(socket: Socket, base: Socket, state: DispatchState): Slots<Middleware> {
  const known = lists.get(socket);
  if (known) return known;
  const list = new Slots<Middleware>();
  lists.set(socket, list);
  base.use.call(socket, (event, next) => {
    const goOn = () => {
      // What was on its way through a slow middleware when the listeners are swapped waits for the new ones.
      const room = waitingRoom(socket);
      if (room) room.push({ goOn: next, args: () => event });
      else next();
    };
    runThrough(
      list.values().map((middleware) => guardedStep(middleware, { socket, event, state })),
      (refusal) => (refusal ? next(refusal as Error) : goOn()),
    );
  });
  return list;
}

interface Step {
  readonly socket: Socket;
  readonly event: Arguments;
  readonly state: DispatchState;
}

function guardedStep(middleware: Middleware, { socket, event, state }: Step): (next: Next) => void {
  return (next) => {
    const refuse = (error: unknown) => {
      state.onFault({ error, ...placeOf(socket, event[0]) });
      next(new Error("The server could not handle this event."));
    };
    const wait = (promise: PromiseLike<unknown>) => void track(state.running, placeOf(socket, event[0]), promise);
    attempt(() => middleware.call(socket, event, next as (error?: Error) => void), refuse, wait);
  };
}
