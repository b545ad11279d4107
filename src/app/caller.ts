import type { Socket, Namespace as SocketIONamespace } from "socket.io";

/** The socket that the caller has in a namespace, or `undefined` if it is not connected there: a client has one, with an id of its own, in each. */
export function callerIn(nsp: SocketIONamespace, caller: Socket): Socket | undefined {
  if (nsp === caller.nsp) return caller;
  // A connection keeps its sockets to itself, and each of them names its connection.
  for (const socket of nsp.sockets.values()) if (socket.client === caller.client) return socket;
  return undefined;
}
