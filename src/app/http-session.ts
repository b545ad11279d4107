import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "socket.io";
import type { EventContext } from "./event-context.ts";

/** A session as `express-session` keeps it on a request. */
export interface HttpSession extends Record<string, unknown> {
  save(done: (error?: unknown) => void): unknown;
  reload(done: (error?: unknown) => void): unknown;
}

/** What puts an {@link HttpSession} on each request as `request.session`, such as `session({ … })` of express-session. */
export type HttpSessionMiddleware = (request: never, response: never, next: (error?: unknown) => void) => unknown;

/** Middleware as it is called here, where only Node's own request and response are known. */
export type NodeMiddleware = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => unknown;

/** The HTTP session of a client's handshake, if there is one. */
export function httpSessionOf(socket: Socket): HttpSession | undefined {
  const { session } = socket.request as IncomingMessage & { session?: HttpSession };
  return typeof session?.save === "function" ? session : undefined;
}

/** A copy of what the HTTP session holds, without what makes it a session. What is written to it stays with the socket. */
export function forkSession(session: HttpSession | undefined): Record<string, unknown> {
  const { cookie: _, ...data } = (session ? JSON.parse(JSON.stringify(session)) : {}) as Record<string, unknown>;
  return data;
}

/**
 * Handles an event with the real HTTP session: read from its store before, so that the handler sees what requests have written since,
 * and saved after if the handler changed it, before the client gets its ack. Of two that write at once, the last wins.
 */
export async function withSharedSession(context: EventContext, handle: () => unknown): Promise<unknown> {
  const known = httpSessionOf(context.socket);
  if (!known) return handle();
  // A session that was destroyed meanwhile cannot be read again: the handler then has what the socket last saw.
  await new Promise((resolve) => known.reload(resolve));
  const session = httpSessionOf(context.socket) ?? known;
  context.httpSession = session;
  const before = JSON.stringify(session);
  const result = await handle();
  if (JSON.stringify(session) !== before && httpSessionOf(context.socket)) await save(session);
  return result;
}

function save(session: HttpSession): Promise<void> {
  return new Promise((resolve, reject) => {
    session.save((error) => (error ? reject(error) : resolve()));
  });
}
