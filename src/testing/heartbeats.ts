import { setImmediate as turn } from "node:timers/promises";
import type { Socket as ServerSocket } from "socket.io";
import type { Manager } from "socket.io-client";

/** Somebody waits for the answer to a heartbeat. */
interface Waiting {
  readonly number: number;
  answered(): void;
}

/**
 * Knows when all that was sent over a connection has arrived. A heartbeat goes the way of everything else, so what either end sent
 * before it, or before the answer to it, is there when the answer is.
 */
export class Heartbeats {
  readonly #server: ServerSocket["conn"];
  readonly #closed: Promise<unknown>;
  readonly #waiting = new Set<Waiting>();
  #sent = 0;
  #answered = 0;

  /**
   * @param server the connection's end at the server, as Engine.IO has it
   * @param client its other end
   */
  constructor(server: ServerSocket["conn"], client: Manager) {
    this.#server = server;
    this.#closed = Promise.all([
      new Promise<void>((resolve) => server.once("close", () => resolve())),
      new Promise<void>((resolve) => client.once("close", () => resolve())),
    ]);
    // The server's own heartbeats count as well: the client answers all of them, in order.
    server.on("packetCreate", ({ type }: { readonly type: string }) => {
      if (type === "ping") this.#sent += 1;
    });
    server.on("heartbeat", () => {
      this.#answered += 1;
      for (const one of this.#waiting) {
        if (one.number > this.#answered) continue;
        this.#waiting.delete(one);
        one.answered();
      }
    });
  }

  /** Resolves once all that either end had sent has arrived at the other and been handed on there, or both have closed. */
  async roundTrip(): Promise<void> {
    await Promise.race([this.#beat(), this.#closed]);
    // Socket.IO hands packets and events on in later ticks, at both ends; a turn of the event loop comes after all of these.
    await turn();
  }

  #beat(): Promise<void> {
    // The protocol lets the server send one at any time, but Engine.IO has no public method for it. A closed connection sends none.
    const server = this.#server as unknown as { sendPacket(type: "ping"): void };
    server.sendPacket("ping");
    return new Promise((resolve) => {
      this.#waiting.add({ number: this.#sent, answered: resolve });
    });
  }
}
