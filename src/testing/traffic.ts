import { setImmediate as turn } from "node:timers/promises";
import type { Socket as ServerSocket } from "socket.io";
import type { Manager } from "socket.io-client";

/** The ends of a connection, as Engine.IO has them. */
export interface Ends {
  readonly client: Manager["engine"];
  readonly server: ServerSocket["conn"];
}

/** Knows when what was sent over a connection has arrived: Engine.IO loses nothing and keeps the order, so it is enough to count. */
export class Traffic {
  readonly #toServer: Way;
  readonly #toClient: Way;
  readonly #closed: Promise<unknown>;
  #open = true;

  /** @param ends of a connection over which no message has gone yet */
  constructor({ client, server }: Ends) {
    this.#toServer = new Way();
    this.#toClient = new Way();
    // The two classes have these events in common, but not their types.
    client.on("packetCreate", ({ type }) => this.#toServer.sent(type));
    client.on("packet", ({ type }) => this.#toClient.arrived(type));
    server.on("packetCreate", ({ type }: { readonly type: string }) => this.#toClient.sent(type));
    server.on("packet", ({ type }: { readonly type: string }) => this.#toServer.arrived(type));
    const closed = () => {
      this.#open = false;
    };
    this.#closed = Promise.all([
      new Promise<void>((resolve) => server.once("close", () => resolve(closed()))),
      new Promise<void>((resolve) => client.once("close", () => resolve(closed()))),
    ]);
  }

  /** Resolves once what the client has sent is at the server and has been handed on there, or both ends have closed. */
  atServer(): Promise<void> {
    return this.#over(this.#toServer);
  }

  /** Resolves once what the server has sent is at the client and has been handed on there, or both ends have closed. */
  atClient(): Promise<void> {
    return this.#over(this.#toClient);
  }

  async #over(way: Way): Promise<void> {
    if (this.#open) await Promise.race([way.clear(), this.#closed]);
    // What is sent to an end that has gone does not arrive.
    if (!this.#open) await this.#closed;
    // Socket.IO hands packets and events on in later ticks; a turn of the event loop comes after all of these.
    await turn();
  }
}

/** One direction. Only messages count; what Engine.IO says for itself, such as heartbeats, starts no handler. */
class Way {
  readonly #waiting = new Set<{ readonly upTo: number; readonly resolve: () => void }>();
  #sent = 0;
  #arrived = 0;

  sent(type: string): void {
    if (type === "message") this.#sent += 1;
  }

  arrived(type: string): void {
    if (type !== "message") return;
    this.#arrived += 1;
    for (const one of this.#waiting) {
      if (one.upTo > this.#arrived) continue;
      this.#waiting.delete(one);
      one.resolve();
    }
  }

  /** Resolves once what has been sent so far has arrived. */
  clear(): Promise<void> {
    if (this.#arrived >= this.#sent) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting.add({ upTo: this.#sent, resolve });
    });
  }
}
