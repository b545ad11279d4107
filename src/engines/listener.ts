import type { EventEmitter } from "node:events";
import { createServer as createHttpServer, type Server as HttpServer, type IncomingMessage } from "node:http";
import { createServer as createHttpsServer, type Server as HttpsServer } from "node:https";
import type { Socket } from "node:net";
import type { Cargo, Tls } from "./engine.ts";

/** The listeners of an HTTP server that belong to one cargo, by event. */
export type Listeners = ReadonlyMap<string, readonly Listen[]>;

// Each event has arguments of its own, and nobody here looks at them.
type Listen = (...args: unknown[]) => void;

/** The events that Socket.IO listens for on an HTTP server. */
const served = ["request", "upgrade", "close", "listening"] as const;

/** An HTTP server that outlives what it carries: cargo is put on and taken off while it listens, and requests wait in between. */
export class Listener {
  readonly server: HttpServer;
  /** Node forgets a connection once it is upgraded, so its own closeAllConnections() would leave the WebSockets open. */
  readonly connections: Set<Socket> = new Set();
  /** Node's own listeners, which stay. */
  readonly #native: ReadonlySet<unknown>;
  readonly #waiting: (() => void)[] = [];

  constructor(tls: Tls | undefined) {
    this.server = tls ? createHttpsServer({ ...tls }) : createHttpServer();
    this.#native = new Set(served.flatMap((event) => this.server.listeners(event)));
    this.server.on("connection", (connection: Socket) => {
      this.connections.add(connection);
      connection.once("close", () => this.connections.delete(connection));
    });
    this.hold();
  }

  /** Whether it can carry this: encryption cannot be switched on or off while it listens. */
  suits({ tls }: Cargo): boolean {
    return "setSecureContext" in this.server === (tls !== undefined);
  }

  /** Attaches cargo, and keeps what that listens for until it is put on. */
  prepare({ io, routes }: Cargo): Listeners {
    const current = this.#takeOff();
    this.server.on("request", routes);
    io.attach(this.server);
    const prepared = this.#takeOff();
    this.#add(current);
    return prepared;
  }

  /** Lets prepared cargo answer, first what has waited. */
  putOn(listeners: Listeners, { tls }: Cargo): void {
    this.#takeOff();
    this.#add(listeners);
    if (tls) (this.server as HttpsServer).setSecureContext({ ...tls });
    for (const goOn of this.#waiting.splice(0)) goOn();
  }

  /** Takes off whatever is on, and lets requests wait for what comes next. */
  hold(): void {
    this.#takeOff();
    this.server.on("request", (request, response) =>
      this.#waiting.push(() => this.server.emit("request", request, response)),
    );
    this.server.on("upgrade", (request: IncomingMessage, socket, head) => {
      this.#waiting.push(() => this.server.emit("upgrade", request, socket, head) || socket.destroy());
    });
  }

  #takeOff(): Listeners {
    const { server }: { readonly server: EventEmitter } = this;
    const taken = new Map<string, Listen[]>();
    for (const event of served) {
      const listeners = (server.listeners(event) as Listen[]).filter((listener) => !this.#native.has(listener));
      for (const listener of listeners) server.off(event, listener);
      taken.set(event, listeners);
    }
    return taken;
  }

  #add(listeners: Listeners): void {
    const { server }: { readonly server: EventEmitter } = this;
    for (const [event, all] of listeners) for (const listener of all) server.on(event, listener);
  }
}
