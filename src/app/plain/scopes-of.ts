import type { Socket } from "socket.io";
import type { Scope } from "./scope.ts";
import type { Which } from "./slots.ts";

// Most sockets have one, and a list for each would be kept as long as they are.
const scopes = new WeakMap<Socket, Scope | readonly Scope[]>();

/** Notes that a connection callback has run for a socket. */
export function noteScope(socket: Socket, scope: Scope): void {
  const before = scopes.get(socket);
  scopes.set(socket, before === undefined ? scope : [before, scope].flat());
}

/** The scopes of the connection callbacks that have run for a socket, of some versions. */
export function scopesOf(socket: Socket, which: Which): Scope[] {
  return [scopes.get(socket) ?? []].flat().filter(({ version }) => which(version));
}

/** Forgets the scopes of some versions. */
export function forgetScopes(socket: Socket, which: Which): void {
  const rest = scopesOf(socket, (version) => !which(version));
  if (rest.length > 0) scopes.set(socket, rest);
  else scopes.delete(socket);
}
