import { once } from "node:events";
import { createServer, type Server as HttpServer, type IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { asSent } from "./request-head.ts";

/** What has come from another worker, and is not to be passed on again. */
const arrived = new WeakSet<IncomingMessage>();

/** Whether another worker has passed on this request. */
export function isPassedOn(request: IncomingMessage): boolean {
  return arrived.has(request);
}

/** Takes requests that other workers pass on, for `server` to answer. Returns how to stop. */
export async function openInbox(path: string, server: HttpServer): Promise<() => void> {
  const inbox = createServer((request, response) => {
    take(request);
    server.emit("request", request, response);
  });
  inbox.on("upgrade", (request: IncomingMessage, socket: Socket, head: Buffer) => {
    take(request);
    socket.on("error", () => {});
    server.emit("upgrade", request, socket, head);
  });
  // How long clients may take is measured where they are connected.
  Object.assign(inbox, { keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0, timeout: 0 });
  // Else the primary would listen, and hand over each connection.
  inbox.listen({ path, exclusive: true });
  await once(inbox, "listening");
  return () => void inbox.close();
}

function take(request: IncomingMessage): void {
  asSent(request);
  arrived.add(request);
}
