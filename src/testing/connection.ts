import { setImmediate as turn } from "node:timers/promises";
import type { Socket as ServerSocket } from "socket.io";
import type { Manager, Socket } from "socket.io-client";
import type { Application } from "../app/application.ts";
import type { Running } from "../app/running.ts";
import { within } from "../lib/within.ts";
import { enter } from "./dial.ts";
import { Inbox } from "./inbox.ts";
import { type Ends, Traffic } from "./traffic.ts";

/** A client's place in one namespace, seen from both ends. */
export interface Place {
  readonly namespace: string;
  readonly socket: Socket;
  readonly inbox: Inbox;
  /** The socket at the server; `undefined` before the client has ever been let in. */
  server: ServerSocket | undefined;
}

/** What a connection needs to know. */
export interface ConnectionParts {
  readonly app: Application;
  readonly manager: Manager;
  readonly timeoutMs: number;
  /** The server's open connections: each adds itself, and is gone when it has ended. */
  readonly open: Set<Connection>;
}

/** What starts handlers. */
interface Cause {
  readonly place: Place;
  /** The handlers, as the subject of a sentence. */
  readonly what: string;
  /** The event, if it is one. */
  readonly event?: string;
  /** Resolves when it has arrived at the server; left out if it has. */
  readonly arrived?: Promise<void> | undefined;
}

/** One client's connection, with its namespaces. It knows when the handlers have settled that the client's events started. */
export class Connection {
  readonly #app: Application;
  readonly #manager: Manager;
  readonly #open: Set<Connection>;
  readonly #places = new Map<string, Place>();
  #traffic: Traffic | undefined;
  /** How long anything may take. */
  readonly timeoutMs: number;

  constructor({ app, manager, timeoutMs, open }: ConnectionParts) {
    this.#app = app;
    this.#manager = manager;
    this.#open = open;
    this.timeoutMs = timeoutMs;
    manager.on("open", () => this.#opened());
    manager.on("close", () => open.delete(this));
  }

  /** The client's place in a namespace. Throws if it has never asked for one. */
  place(namespace: string): Place {
    const place = this.#places.get(namespace);
    if (place) return place;
    throw new Error(`The client has not connected to ${namespace}. To connect: await client.connect("${namespace}")`);
  }

  /** Connects to a namespace. Rejects with the error that the client was refused with. */
  async enter(namespace: string, auth: Readonly<Record<string, unknown>> = {}): Promise<void> {
    const place = this.#places.get(namespace) ?? this.#add(namespace);
    if (place.socket.connected) throw new Error(`The client is connected to ${namespace} already.`);
    place.socket.auth = { ...auth };
    const since = new Set(this.#app.running);
    try {
      await this.#inTime(enter(place.socket), `The server has not answered the connection to ${namespace}`);
    } catch (error) {
      place.socket.disconnect();
      throw error;
    }
    const { id = "" } = place.socket;
    place.server = this.#app.of(namespace).sockets.get(id) as ServerSocket | undefined;
    await this.#handled(since, { place, what: `A handler of the connection to ${namespace}` });
  }

  /** Sends an event, and waits for its handlers. */
  async emit(namespace: string, event: string, args: readonly unknown[]): Promise<void> {
    const place = this.connectedPlace(namespace);
    const since = new Set(this.#app.running);
    place.socket.emit(event, ...args);
    const arrived = this.#traffic?.atServer();
    await this.#handled(since, { place, what: `The handler of "${event}" in ${namespace}`, event, arrived });
  }

  /** Leaves a namespace, and waits for the `disconnect` handlers. The connection ends with its last namespace. */
  async leave(namespace: string): Promise<void> {
    const place = this.place(namespace);
    const { server } = place;
    if (!place.socket.connected) return;
    const since = new Set(this.#app.running);
    const left = new Promise<void>((resolve) => {
      if (server?.connected) server.once("disconnect", () => resolve());
      else resolve();
    });
    place.socket.disconnect();
    await this.#inTime(left, `The server has not noticed that the client left ${namespace}`);
    await this.#handled(since, { place, what: `The disconnect handler of ${namespace}` });
  }

  /** Resolves once all that the server had sent has arrived, at every client of the server. */
  async arrived(): Promise<void> {
    const connections = new Set<Connection>([this, ...this.#open]);
    await Promise.all([...connections].map((connection) => connection.#traffic?.atClient()));
  }

  /** Leaves every namespace. */
  async close(): Promise<void> {
    for (const namespace of this.#places.keys()) await this.leave(namespace);
  }

  /** The client's place in a namespace that it is connected to. */
  connectedPlace(namespace: string): Place {
    const place = this.place(namespace);
    if (place.socket.connected) return place;
    throw new Error(`The client is not connected to ${namespace} any more.`);
  }

  /** Before a namespace has been asked for; a client whose connection had ended has a new one. */
  #opened(): void {
    const client = this.#manager.engine;
    // Engine.IO keeps its connections by id, and only its types hide that.
    const { clients } = this.#app.io.engine as unknown as {
      readonly clients: Readonly<Record<string, Ends["server"]>>;
    };
    const server = clients[client.id];
    if (!server) return;
    this.#traffic = new Traffic({ client, server });
    this.#open.add(this);
  }

  #add(namespace: string): Place {
    const socket = this.#manager.socket(namespace);
    const inbox = new Inbox();
    // Before it connects: what a connect handler emits arrives with the acceptance.
    socket.onAny((event: string, ...args: unknown[]) => {
      inbox.add({ event, args: args.filter((arg) => typeof arg !== "function"), namespace });
    });
    const place: Place = { namespace, socket, inbox, server: undefined };
    this.#places.set(namespace, place);
    return place;
  }

  /** Waits for the handlers of this client that were started since, of one event or of any, and for what they sent to arrive. */
  async #handled(since: ReadonlySet<Running>, { place, what, event, arrived }: Cause): Promise<void> {
    const sid = place.server?.id;
    const started = (running: Running) =>
      !since.has(running) && running.sid === sid && (event === undefined || running.event === event);
    const handled = async () => {
      await arrived;
      for (;;) {
        const handlers = [...this.#app.running].filter(started);
        if (handlers.length === 0) break;
        await Promise.all(handlers.map(({ settled }) => settled));
        await turn();
      }
      await this.arrived();
    };
    await this.#inTime(handled(), `${what} has not settled`);
  }

  #inTime<T>(promise: Promise<T>, what: string): Promise<T> {
    return within(this.timeoutMs, promise, () => new Error(`${what} within ${this.timeoutMs} ms.`));
  }
}
