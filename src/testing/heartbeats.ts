import { setImmediate as turn } from "node:timers/promises";
import type { Socket as ServerSocket } from "socket.io";

/**
 * Knows when all that was sent over a connection has arrived. A heartbeat goes the way of everything else, so what either end sent
 * before it, or before the answer to it, is there when the answer is.
 */
export class Heartbeats {
  readonly #server: ServerSocket["conn"];
  readonly #waiting = new Set<{ readonly number: number; resolve(): void }>();
  #sent = 0;
  #answered = 0;

  /** @param server the connection's end at the server, as Engine.IO has it */
  constructor(server: ServerSocket["conn"]) {
    this.#server = server;
    // The server's own heartbeats count as well: the client answers all of them, in order.
    server.on("packetCreate", ({ type }: { readonly type: string }) => {
      if (type === "ping") this.#sent += 1;
    });
    server.on("heartbeat", () => {
      this.#answered += 1;
      for (const one of this.#waiting) if (one.number <= this.#answered) this.#arrived(one);
    });
    server.once("close", () => {
      for (const one of this.#waiting) this.#arrived(one);
    });
  }

  /** Resolves once all that either end had sent has arrived at the other and been handed on there, or the connection has closed. */
  async roundTrip(): Promise<void> {
    if (this.#server.readyState === "open") await this.#beat();
    // Socket.IO hands packets and events on in later ticks, at both ends; a turn of the event loop comes after all of these.
    await turn();
  }

  #beat(): Promise<void> {
    // The protocol lets the server send one at any time; Engine.IO has no public method for it.
    const server = this.#server as unknown as { sendPacket(type: "ping"): void };
    server.sendPacket("ping");
    return new Promise((resolve) => {
      this.#waiting.add({ number: this.#sent, resolve });
    });
  }

  #arrived(one: { resolve(): void }): void {
    this.#waiting.delete(one as never);
    one.resolve();
  }
}
