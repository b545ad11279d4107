import { EventEmitter } from "node:events";
import type { Socket } from "socket.io";
import type { DispatchState } from "../dispatch.ts";
import { runIn } from "../plain/current.ts";
import { Scope } from "../plain/scope.ts";
import { noteScope, scopesOf } from "../plain/scopes-of.ts";
import { isPromise, track } from "../running.ts";
import { attempt, type Listener } from "./listener.ts";
import { placeOf } from "./socket-place.ts";

/** A listener for connections, as a namespace keeps it. */
export interface Welcome {
  readonly listener: Listener;
  /** Whose it is; unset for what no version of plain code owns. */
  readonly scope: Scope | undefined;
  /** Names it from one version to the next. */
  readonly name: string;
  readonly once: boolean;
  /** It has fired already, for this socket, in a version before. */
  readonly firedFor: Socket | undefined;
}

/**
 * Runs a connection callback of plain code for a socket, in a scope of its own. Throws what it throws; returns its promise if it is
 * async.
 */
export function welcome(
  { listener, scope: owner, name }: Welcome,
  socket: Socket,
  { replaying = false }: { readonly replaying?: boolean } = {},
): unknown {
  if (!owner) return listener.call(socket.nsp, socket);
  const scope = new Scope(owner.version, name, { replaying });
  noteScope(socket, scope);
  const keep = (returned: unknown) => {
    scope.returned(returned);
    if (typeof returned === "function") cleanUpWhenGone(socket);
  };
  const result = runIn(scope, () => listener.call(socket.nsp, socket));
  if (isPromise(result)) return result.then(keep);
  keep(result);
  return undefined;
}

/** The same for a socket that has just connected: what fails is reported. */
export function greet(callback: Welcome, socket: Socket, state: DispatchState): void {
  const place = placeOf(socket, "connection");
  attempt(
    () => welcome(callback, socket),
    (error) => state.onFault({ error, ...place }),
    (promise) => void track(state.running, place, promise),
  );
}

const watched = new WeakSet<Socket>();

function cleanUpWhenGone(socket: Socket): void {
  const cleanUp = () => {
    for (const scope of scopesOf(socket, () => true)) scope.cleanUp();
  };
  if (!socket.connected) {
    cleanUp();
    return;
  }
  if (watched.has(socket)) return;
  watched.add(socket);
  EventEmitter.prototype.on.call(socket, "disconnect", cleanUp);
}
