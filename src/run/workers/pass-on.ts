import { Agent, type IncomingMessage, request as openRequest, ServerResponse } from "node:http";
import { connect } from "node:net";
import { isPassedOn } from "./inbox.ts";
import type { PrimaryLink } from "./primary-link.ts";
import { clientHeaders, endToEnd, headersFor, headOf } from "./request-head.ts";
import { type Seat, socketPath } from "./seat.ts";
import { ownerOf } from "./session-id.ts";
import { stopReading } from "./stop-reading.ts";

/** What passing on needs. */
export interface PassingOn {
  readonly seat: Seat;
  readonly link: PrimaryLink;
  /** What had been read of a WebSocket's connection beyond its request, if anything. */
  readonly rest: (request: IncomingMessage) => Buffer | undefined;
}

/** A middleware of Engine.IO. */
type Middleware = (request: IncomingMessage, response: unknown, next: () => void) => void;

/** What Engine.IO answers for a session that it does not know; clients then begin a new one. */
const unknownSession = JSON.stringify({ code: 1, message: "Session ID unknown" });

/**
 * Passes on each request that belongs to a session of another worker, wherever its connection has come to: browsers open several, reuse
 * them, and know nothing of workers. A WebSocket's connection goes over to its worker for good, unless this process encrypts it.
 */
export function passOn({ seat, link, rest }: PassingOn): Middleware {
  const agent = new Agent({ keepAlive: true });
  return (request, response, next) => {
    const owner = ownerOf(request.url ?? "");
    if (owner === undefined || owner === seat.id || isPassedOn(request)) return next();
    const path = socketPath(seat, owner);
    if (response instanceof ServerResponse) return ask(request, response, { path, agent });
    const head = rest(request) ?? Buffer.alloc(0);
    // Nobody can give away a connection whose keys are in this process.
    if ("encrypted" in request.socket || !stopReading(request.socket)) return tunnel(request, head, path);
    giveAway(request, { link, owner, head });
  };
}

interface Gift {
  readonly link: PrimaryLink;
  readonly owner: number;
  readonly head: Buffer;
}

function giveAway(request: IncomingMessage, { link, owner, head }: Gift): void {
  const { socket } = request;
  // Node would else keep account of it with the process that it goes to, and closing the server here would wait for that one.
  Object.assign(socket, { server: null });
  const read = Buffer.concat([headOf(request, clientHeaders(request)), head]);
  link.say({ kind: "connection", owner, head: read }, socket, () => socket.destroy());
}

interface Way {
  readonly path: string;
  readonly agent: Agent;
}

function ask(request: IncomingMessage, response: ServerResponse, { path, agent }: Way): void {
  const { method, url } = request;
  const asked = openRequest({ socketPath: path, agent, method, path: url, headers: endToEnd(headersFor(request)) });
  asked.on("response", (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.statusMessage, endToEnd(answer.rawHeaders));
    answer.pipe(response);
    answer.on("error", () => response.destroy());
  });
  asked.on("error", () => {
    if (response.headersSent) return void response.destroy();
    response.writeHead(400, { "Content-Type": "application/json" }).end(unknownSession);
  });
  response.on("close", () => asked.destroy());
  request.pipe(asked);
}

/** Passes on what comes, decrypted, for as long as the connection lasts. */
function tunnel(request: IncomingMessage, head: Buffer, path: string): void {
  const near = request.socket;
  const far = connect(path);
  far.write(headOf(request, headersFor(request)));
  far.write(head);
  near.pipe(far).pipe(near);
  far.on("error", () => near.destroy());
  far.on("close", () => near.destroy());
  near.on("close", () => far.destroy());
}
