import type { Socket } from "socket.io";
import type { Scope } from "./scope.ts";
import type { Which } from "./slots.ts";

const scopes = new WeakMap<Socket, readonly Scope[]>();

/** Notes that a connection callback has run for a socket. */
export function noteScope(socket: Socket, scope: Scope): void {
  scopes.set(socket, [...(scopes.get(socket) ?? []), scope]);
}

/** The scopes of the connection callbacks that have run for a socket, of some versions. */
export function scopesOf(socket: Socket, which: Which): Scope[] {
  return (scopes.get(socket) ?? []).filter(({ version }) => which(version));
}

/** Forgets the scopes of some versions. */
export function forgetScopes(socket: Socket, which: Which): void {
  const all = scopes.get(socket);
  if (all)
    scopes.set(
      socket,
      all.filter(({ version }) => !which(version)),
    );
}
