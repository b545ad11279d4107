import type { Server as HttpServer, IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { Server } from "socket.io";
import { openInbox } from "./inbox.ts";
import { passOn } from "./pass-on.ts";
import type { PrimaryLink } from "./primary-link.ts";
import { type Seat, socketPath } from "./seat.ts";
import { signSessions } from "./session-id.ts";

/** A worker, and its way to the others. */
interface Place {
  readonly seat: Seat;
  readonly link: PrimaryLink;
}

/**
 * Brings each request to the worker that has its session, whichever its connection has come to. Only engines on Node's own server can do
 * that. Returns how to stop.
 */
export async function keepSessions(io: Server, { seat, link }: Place): Promise<() => void> {
  const server = io.httpServer as HttpServer;
  const rests = new WeakMap<IncomingMessage, Buffer>();
  // Engine.IO listens only where a client may change to WebSocket.
  if (io.engine.opts.transports?.includes("websocket")) {
    server.prependListener("upgrade", (request: IncomingMessage, _: Socket, head: Buffer) => {
      if (head.length > 0) rests.set(request, head);
    });
  }
  signSessions(io.engine, seat.id);
  io.engine.use(passOn({ seat, link, rest: (request) => rests.get(request) }));
  const stop = link.on("connection", ({ head }, connection) => {
    // It may have been lost on its way.
    if (!connection) return;
    server.emit("connection", connection);
    connection.unshift(head);
  });
  const closeInbox = await openInbox(socketPath(seat, seat.id), server);
  return () => {
    stop();
    closeInbox();
  };
}
