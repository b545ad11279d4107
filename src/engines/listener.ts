import type { EventEmitter } from "node:events";
import { createServer as createHttpServer, type Server as HttpServer } from "node:http";
import { createServer as createHttpsServer, type Server as HttpsServer } from "node:https";
import type { Socket } from "node:net";
import type { Cargo, Door, Tls } from "./engine.ts";
import { surviveLoss } from "./loss.ts";
import { attach, type NodeCargo } from "./ws/attach.ts";

/** The listeners of an HTTP server that belong to one cargo, by event. */
export type Listeners = ReadonlyMap<string, readonly Listen[]>;

// Each event has arguments of its own, and nobody here looks at them.
type Listen = (...args: unknown[]) => void;

/** The events that Socket.IO listens for on an HTTP server. */
const served = ["request", "upgrade", "close", "listening"] as const;

/** What a server of Node's keeps its listening socket in, and how it begins to listen there. */
interface ListeningSocket {
  _handle: unknown;
  _pipeName: unknown;
  _listen2(address: null, port: number, family: number, backlog: number): void;
}

/** How many connections wait in the system: Node's default. */
const backlog = 511;

/** Those of them that somebody waits for an answer to. */
const answered: ReadonlySet<string> = new Set(["request", "upgrade"]);

/** The events by which others learn what listens. */
const observed = ["newListener", "removeListener"] as const;

/**
 * An HTTP server that outlives what it carries: cargo is put on and taken off while it listens, and requests wait in between. What else
 * listens on the server, because the handlers or a package of theirs want so, stays until the cargo that came with it is taken off.
 */
export class Listener {
  readonly server: HttpServer;
  /** Node forgets a connection once it is upgraded, so its own closeAllConnections() would leave the WebSockets open. */
  readonly connections: Set<Socket> = new Set();
  /** Node's own listeners, which stay. */
  readonly #native: ReadonlySet<unknown>;
  /** Hands each event to the cargo. They stay too, so that others may put themselves around them. */
  readonly #passing: Listeners;
  readonly #encrypted: boolean;
  /** Whose it is to close: the door of the engine that listened last. */
  owner: Door | undefined;
  #cargo: Listeners | undefined;
  readonly #waiting: (() => void)[] = [];

  constructor(tls: Tls | undefined) {
    this.server = tls ? createHttpsServer({ ...tls }) : createHttpServer();
    this.#native = new Set(served.flatMap((event) => this.server.listeners(event)));
    this.#encrypted = tls !== undefined;
    const { connections } = this;
    // One for all, because every connection keeps what listens to it.
    const forget = function (this: Socket) {
      connections.delete(this);
    };
    this.server.on("connection", (connection: Socket) => {
      connections.add(connection);
      surviveLoss(connection);
      connection.on("close", forget);
    });
    this.#passing = new Map(served.map((event) => [event, [(...args: unknown[]) => this.#pass(event, args)]]));
    this.hold();
  }

  /** Whether requests wait, or are answered by these. */
  isFor(listeners: Listeners): boolean {
    return this.#cargo === undefined || this.#cargo === listeners;
  }

  /** Whether it can carry this: encryption cannot be switched on or off, and in Bun its certificate cannot be changed. */
  suits({ tls }: Cargo): boolean {
    if (!tls) return !this.#encrypted;
    return this.#encrypted && "setSecureContext" in this.server;
  }

  /** Listens in the place of another, whose connections stay with it. Only in Node.js. */
  takeOver(former: Listener): void {
    // Node's own `listen` takes over a port, but no Unix socket, and both servers would close it.
    const from = former.server as unknown as ListeningSocket;
    const to = this.server as unknown as ListeningSocket;
    to._handle = from._handle;
    to._pipeName = from._pipeName;
    from._handle = null;
    to._listen2(null, -1, -1, backlog);
  }

  /** Attaches cargo, and keeps what that listens for until it is put on. */
  prepare(cargo: NodeCargo): Listeners {
    const observers = this.#takeOff(observed);
    const current = this.#takeOff(served);
    this.server.on("request", cargo.routes);
    attach(cargo, this.server);
    const prepared = this.#takeOff(served);
    // Its sessions may have come by way of other processes, and do not end with the connections of this one.
    if (cargo.siblings) prepared.delete("close");
    this.#add(current);
    this.#add(observers);
    return prepared;
  }

  /** Lets prepared cargo answer, first what has waited. */
  putOn(listeners: Listeners, { tls }: Cargo): void {
    this.#cargo = listeners;
    // Without one, Node takes a request for an upgrade as any other, and Socket.IO says what is wrong with it.
    if (listeners.get("upgrade")?.length === 0)
      for (const pass of this.#passing.get("upgrade") ?? []) this.server.off("upgrade", pass);
    if (tls && "setSecureContext" in this.server) (this.server as HttpsServer).setSecureContext({ ...tls });
    for (const goOn of this.#waiting.splice(0)) goOn();
  }

  /** Takes off whatever is on, and lets requests wait for what comes next. */
  hold(): void {
    this.#cargo = undefined;
    this.#takeOff(served);
    this.#add(this.#passing);
  }

  #pass(event: string, args: readonly unknown[]): void {
    if (!this.#cargo) {
      if (answered.has(event)) this.#waiting.push(() => this.#pass(event, args));
      return;
    }
    const listeners = this.#cargo.get(event) ?? [];
    for (const listener of listeners) listener.apply(this.server, [...args]);
    // An upgrade that had waited, and now is not offered.
    if (event === "upgrade" && listeners.length === 0) (args[1] as Socket).destroy();
  }

  #takeOff(events: readonly string[]): Map<string, readonly Listen[]> {
    const { server }: { readonly server: EventEmitter } = this;
    const taken = new Map<string, readonly Listen[]>();
    for (const event of events) {
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
