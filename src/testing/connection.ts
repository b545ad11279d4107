import { setImmediate as turn } from "node:timers/promises";
import type { Socket as ServerSocket } from "socket.io";
import type { Manager, Socket } from "socket.io-client";
import type { Application } from "../app/application.ts";
import type { Running } from "../app/dispatch.ts";
import { enter } from "./dial.ts";
import { Heartbeats } from "./heartbeats.ts";
import { Inbox } from "./inbox.ts";
import { within } from "./within.ts";

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
}

/** One client's connection, with its namespaces. It knows when the handlers have settled that the client's events started. */
export class Connection {
  readonly #app: Application;
  readonly #manager: Manager;
  readonly #places = new Map<string, Place>();
  #heartbeats: Heartbeats | undefined;
  /** How long anything may take. */
  readonly timeoutMs: number;

  constructor({ app, manager, timeoutMs }: ConnectionParts) {
    this.#app = app;
    this.#manager = manager;
    this.timeoutMs = timeoutMs;
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
    if (place.server) this.#heartbeats ??= new Heartbeats(place.server.conn, this.#manager);
    await this.#handled(since, { place, what: "The handlers of the connection", event: undefined });
  }

  /** Sends an event, and waits for its handlers. */
  async emit(namespace: string, event: string, args: readonly unknown[]): Promise<void> {
    const place = this.connectedPlace(namespace);
    const since = new Set(this.#app.running);
    place.socket.emit(event, ...args);
    await this.#handled(since, { place, what: `The handler of "${event}" in ${namespace}`, event });
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
    await this.#handled(since, { place, what: `The disconnect handler of ${namespace}`, event: undefined });
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

  /** Waits for the handlers of this client that were started since, of one event or of any, and until what they sent has arrived. */
  async #handled(
    since: ReadonlySet<Running>,
    { place, what, event }: { readonly place: Place; readonly what: string; readonly event: string | undefined },
  ): Promise<void> {
    const sid = place.server?.id;
    const started = (running: Running) =>
      !since.has(running) && running.sid === sid && (event === undefined || running.event === event);
    const handled = async () => {
      await this.#heartbeats?.roundTrip();
      for (;;) {
        const handlers = [...this.#app.running].filter(started);
        if (handlers.length === 0) break;
        await Promise.all(handlers.map(({ settled }) => settled));
        await turn();
      }
      await this.#heartbeats?.roundTrip();
    };
    await this.#inTime(handled(), `${what} has not settled`);
  }

  #inTime<T>(promise: Promise<T>, what: string): Promise<T> {
    return within(this.timeoutMs, promise, () => new Error(`${what} within ${this.timeoutMs} ms.`));
  }
}
