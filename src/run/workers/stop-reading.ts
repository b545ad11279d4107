import type { Socket } from "node:net";

/** The part of Node's sockets that moves bytes. It is not documented. */
interface Handle {
  readStop?(): unknown;
}

/**
 * Stops a connection from being read by this process, so that it can be given to another: what comes stays with the system, for whoever
 * reads next. Node goes on reading for as long as the other process has not confirmed, and what it reads is lost. Tells whether it could.
 */
export function stopReading(connection: Socket): boolean {
  const { _handle: handle } = connection as unknown as { readonly _handle?: Handle | null };
  connection.pause();
  if (typeof handle?.readStop !== "function") return false;
  handle.readStop();
  return true;
}
