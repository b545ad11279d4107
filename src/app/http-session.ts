import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "socket.io";
import { SioError } from "../errors.ts";
import type { EventContext } from "./event-context.ts";

/** A session as `express-session` keeps it on a request. */
export interface HttpSession extends Record<string, unknown> {
  readonly id: string;
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

/** Throws a `SioError` if `middleware` is none, or if handlers are to share the HTTP session and there is none. */
export function checkHttpSession(middleware: unknown, { shared }: { readonly shared: boolean }): void {
  const hint =
    "Export httpSession from the handlers file, or give it to new SocketIO(): session({ … }) of express-session.";
  if (middleware !== undefined && typeof middleware !== "function")
    throw new SioError("config", `httpSession must be a middleware, not ${typeof middleware}.`, { hint });
  if (shared && middleware === undefined)
    throw new SioError("config", "manageSession is off, so handlers write the HTTP session, but there is none.", {
      hint,
    });
}

type WithSession = IncomingMessage & { session?: HttpSession };

/** The HTTP session of a client's handshake, if there is one. */
export function httpSessionOf(socket: Socket): HttpSession | undefined {
  const { session } = socket.request as WithSession;
  return typeof session?.save === "function" ? session : undefined;
}

/** A copy of what the HTTP session holds, without what makes it a session. What is written to it stays with the socket. */
export function forkSession(session: HttpSession | undefined): Record<string, unknown> {
  const { cookie: _, ...data } = (session ? JSON.parse(JSON.stringify(session)) : {}) as Record<string, unknown>;
  return data;
}

/**
 * Handles an event with the real HTTP session: read from its store before, so that the handler sees what requests have written since,
 * and saved after if the handler changed it, before the client gets its ack. Of two that write at once, the last wins. Without an HTTP
 * session, or once it was destroyed, the handler gets a session of the socket's own.
 */
export async function withSharedSession(context: EventContext, handle: () => unknown): Promise<unknown> {
  const { socket } = context;
  const session = await read(socket);
  if (!session) return handle();
  context.httpSession = session;
  const before = JSON.stringify(session);
  try {
    return await handle();
  } finally {
    // Saving one that the handler has destroyed or replaced would bring it back.
    const lives = httpSessionOf(socket)?.id === session.id;
    if (lives && JSON.stringify(session) !== before) await save(socket, session);
  }
}

/** Handshakes whose session has been seen in the store. */
const stored = new WeakSet<IncomingMessage>();

async function read(socket: Socket): Promise<HttpSession | undefined> {
  const known = httpSessionOf(socket);
  if (!known) return undefined;
  const failure = await new Promise<unknown>((resolve) => known.reload(resolve));
  if (!failure) {
    stored.add(socket.request);
    return httpSessionOf(socket);
  }
  if (!isMissing(failure)) throw new Error("The HTTP session could not be read.", { cause: failure });
  const isNew = !stored.has(socket.request) && Object.keys(known).every((key) => key === "cookie");
  if (isNew) return known;
  // It was destroyed: what the socket last saw of it, such as who had logged in, is no longer true.
  delete (socket.request as WithSession).session;
  return undefined;
}

/** Whether the store answered, and has no such session: express-session's own error, or that of a store of files. */
function isMissing(failure: unknown): boolean {
  const { code, message } = failure as Partial<NodeJS.ErrnoException>;
  return code === "ENOENT" || message === "failed to load session";
}

async function save(socket: Socket, session: HttpSession): Promise<void> {
  const failure = await new Promise<unknown>((resolve) => session.save(resolve));
  if (failure) throw new Error("The HTTP session could not be saved.", { cause: failure });
  stored.add(socket.request);
}
