import { EventEmitter } from "node:events";
import type { Server } from "socket.io";
import { withinLimit } from "./body.ts";
import { Connection, type Ride } from "./connection.ts";
import { EngineRequest, EngineResponse, type Sender } from "./exchange.ts";
import { applyMiddlewares, type Middleware } from "./middlewares.ts";
import type { EngineServer, EngineServerClass, EngineSettings, EngineSocket, EngineTransport } from "./package.ts";
import type { BunServer, BunWebSocket } from "./runtime.ts";
import { upgradeOnce, withoutUpgrades } from "./upgrades.ts";
import { type Refusal, refusalAnswer, verify } from "./verify.ts";

type Options = Server["engine"]["opts"];

/** A request under the path of Socket.IO, and the server that can upgrade it. */
export interface Arrival {
  readonly request: Request;
  readonly url: URL;
  readonly server: Pick<BunServer, "upgrade">;
  readonly sender: Sender;
}

/** What a WebSocket of this engine carries with it. */
interface EngineRide extends Ride {
  readonly engine: BunEngine;
  connection?: Connection;
}

/** What goes with a request while it is answered. */
interface Exchange {
  readonly seen: EngineRequest;
  /** For middlewares, where there are any. */
  readonly response: EngineResponse | undefined;
}

/**
 * `io.engine` on Bun: `@socket.io/bun-engine`, and what Engine.IO's own server has besides and programs rely on: all of the options,
 * middlewares, Node's view of requests, and the events with what Node's give.
 */
export class BunEngine extends EventEmitter {
  readonly opts: Options;
  readonly #server: EngineServer;
  readonly #middlewares: Middleware[] = [];
  readonly #exchanges = new WeakMap<Request, Exchange>();
  readonly #forget: (this: EngineSocket) => void;

  constructor(EngineServer: EngineServerClass, opts: Options) {
    super();
    this.opts = opts;
    this.#server = new EngineServer({
      // Engine.IO has filled in its defaults.
      ...(opts as Omit<EngineSettings, "cors" | "allowRequest" | "editResponseHeaders">),
      ...(opts.cors && { cors: { methods: ["GET", "POST"], ...opts.cors } }),
      allowRequest: (request) => this.#allow(request),
      editResponseHeaders: (headers, request) => this.#exchanges.get(request)?.response?.addTo(headers),
    });
    const { clients } = this.#server;
    this.#forget = function () {
      clients.delete(this.id);
    };
    this.#server.on("connection", (socket, request) => this.#adopt(socket, request));
    this.#server.on("connection_error", ({ req, ...refusal }) => this.#tell(refusal, this.#exchanges.get(req)?.seen));
  }

  /** How many clients are connected. */
  get clientsCount(): number {
    return this.#server.clients.size;
  }

  /** Lets a middleware see every request: handshakes, and the later ones of polling. */
  use(middleware: Middleware): void {
    this.#middlewares.push(middleware);
  }

  /** Closes all clients. */
  close(): void {
    this.#server.close();
  }

  /** Answers a request. */
  async handle(arrival: Arrival): Promise<Response> {
    const exchange = {
      seen: new EngineRequest(arrival.request, arrival.url, arrival.sender),
      response: this.#middlewares.length > 0 ? new EngineResponse() : undefined,
    };
    this.#exchanges.set(arrival.request, exchange);
    const answer = await this.#answer(arrival, exchange);
    // The package keeps the request for as long as the client stays.
    this.#exchanges.delete(arrival.request);
    // The package's way to allow no origin.
    if (answer.headers.get(allowedOrigin) === "false") answer.headers.delete(allowedOrigin);
    exchange.response?.finish(answer.status);
    return answer;
  }

  async #answer({ request, url, server }: Arrival, { seen, response }: Exchange): Promise<Response> {
    const outcome = response && (await applyMiddlewares(this.#middlewares, seen, response));
    if (response && outcome === "answered") return response.answer();
    const refusal = typeof outcome === "object" ? outcome : verify(seen, this.opts);
    if (refusal) {
      this.#tell(refusal, seen);
      return refusalAnswer(refusal);
    }
    const measured = await withinLimit(request, url, this.opts.maxHttpBufferSize ?? Number.POSITIVE_INFINITY);
    if (!measured) {
      const socket = this.#server.clients.get(seen._query.sid ?? "");
      if (socket) this.#giveUp(socket.transport, tooLongToPost);
      return new Response(null, { status: 413 });
    }
    this.#exchanges.set(measured, { seen, response });
    const answer = await this.#server.handleRequest(measured, upgradeOnce(request, server, this));
    this.#exchanges.delete(measured);
    return this.#offersUpgrade(seen) ? answer : withoutUpgrades(answer);
  }

  /** Whether a client that begins with polling may be told that it can change. */
  #offersUpgrade({ _query: { sid } }: EngineRequest): boolean {
    const { allowUpgrades, transports } = this.opts;
    return sid !== undefined || (allowUpgrades === true && transports?.includes("websocket") === true);
  }

  #allow(request: Request): Promise<void> {
    const { seen } = this.#exchanges.get(request) ?? {};
    const { allowRequest } = this.opts;
    // Engine.IO asks for handshakes alone.
    if (!allowRequest || !seen || seen._query.sid !== undefined) return Promise.resolve();
    return new Promise((resolve, reject) => {
      allowRequest(seen.forNode(), (reason, allowed) => (allowed ? resolve() : reject(reason)));
    });
  }

  #adopt(socket: EngineSocket, request: Request): void {
    const { seen } = this.#exchanges.get(request) ?? {};
    // The package's own listener does the same, and keeps the whole handshake for it.
    socket.off("close").on("close", this.#forget);
    socket.request = seen;
    socket.remoteAddress = seen?.socket.remoteAddress;
    socket.protocol = 4;
    this.emit("connection", socket);
  }

  #tell(refusal: Omit<Refusal, "context"> & { readonly context: unknown }, req: EngineRequest | undefined): void {
    this.emit("connection_error", { ...refusal, req });
  }

  /** From how many bytes on a message is compressed. */
  get #compressFrom(): number {
    const { perMessageDeflate } = this.opts;
    if (!perMessageDeflate) return Number.POSITIVE_INFINITY;
    return (typeof perMessageDeflate === "object" && perMessageDeflate.threshold) || 0;
  }

  #opened(ws: BunWebSocket, ride: EngineRide): void {
    ride.connection = new Connection(ws, ride, {
      compressFrom: this.#compressFrom,
      onLost: (reason) => this.#giveUp(ride.transport, reason),
    });
    this.#server.onWebSocketOpen(ride.connection);
  }

  #closed(ws: BunWebSocket, code: number, reason: string): void {
    const { transport } = rideOf(ws);
    if (reason === bunTooLong) this.#giveUp(transport, tooLong);
    this.#server.onWebSocketClose({ data: { transport } }, code, reason);
  }

  /** Closes a connection, and lets whoever waits for that know why. */
  #giveUp(transport: EngineTransport, reason: string): void {
    const socket = [...this.#server.clients.values()].find((one) => one.transport === transport);
    if (socket) explainClose(socket, new Error(reason));
    transport.onError(reason);
  }

  /** What Bun calls for the WebSockets of all engines on a server. */
  static readonly webSocketEvents = {
    open: (ws: BunWebSocket) => rideOf(ws).engine.#opened(ws, rideOf(ws)),
    message: (ws: BunWebSocket, message: string | Buffer) => rideOf(ws).engine.#server.onWebSocketMessage(ws, message),
    drain: (ws: BunWebSocket) => rideOf(ws).connection?.drained(),
    close: (ws: BunWebSocket, code: number, reason: string) => rideOf(ws).engine.#closed(ws, code, reason),
  };
}

/** Bun's words for a message over the limit, and those of `ws`. */
const bunTooLong = "Received too big message";
const tooLong = "Max payload size exceeded";

/** Engine.IO's words for the same by polling. */
const tooLongToPost = "payload too large";

const allowedOrigin = "access-control-allow-origin";

function rideOf(ws: BunWebSocket): EngineRide {
  return ws.data as EngineRide;
}

/** Lets whoever waits for a connection to close know why. */
function explainClose(socket: EngineSocket, description: Error): void {
  const { emitReserved } = socket;
  socket.emitReserved = (event, ...args) =>
    emitReserved.call(socket, event, ...args, ...(event === "close" ? [description] : []));
}
