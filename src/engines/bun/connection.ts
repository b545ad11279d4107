import type { EngineTransport } from "./package.ts";
import type { BunWebSocket } from "./runtime.ts";

/** What a WebSocket carries with it. */
export interface Ride {
  readonly transport: EngineTransport;
}

/** How messages are sent. */
export interface Sending {
  /** From how many bytes on one is compressed. */
  readonly compressFrom: number;
  /** Called with the reason, in words, when one is lost. */
  readonly onLost: (reason: string) => void;
}

const open = 1;

/**
 * A WebSocket, as `@socket.io/bun-engine` uses it. Bun drops what is sent to a client that reads too slowly: this stops the sending before
 * that, so that Engine.IO keeps the packets until there is room, and volatile ones are left out.
 */
export class Connection {
  readonly data: Ride;
  readonly #ws: BunWebSocket;
  readonly #sending: Sending;
  #held = false;

  constructor(ws: BunWebSocket, data: Ride, sending: Sending) {
    this.#ws = ws;
    this.data = data;
    this.#sending = sending;
  }

  get readyState(): number {
    return this.#ws.readyState;
  }

  send(message: string | Uint8Array): void {
    const sent = this.#ws.send(message, message.length >= this.#sending.compressFrom);
    if (sent > 0 || message.length === 0 || this.readyState !== open) return;
    if (sent === 0) this.#lost();
    else if (!this.#held) this.#hold();
  }

  close(): void {
    this.#ws.close();
  }

  /** There is room again. */
  drained(): void {
    const { transport } = this.data;
    if (!this.#held) return;
    this.#held = false;
    transport.writable = true;
    transport.emitReserved("drain");
  }

  #hold(): void {
    this.#held = true;
    // Those that Engine.IO sends in the same go would be lost: they may pass.
    queueMicrotask(() => {
      if (this.#held) this.data.transport.writable = false;
    });
  }

  #lost(): void {
    this.#ws.close(tooSlow.code, tooSlow.reason);
    this.#sending.onLost(tooSlow.reason);
  }
}

/** Status code 1013, "try again later": https://www.iana.org/assignments/websocket */
const tooSlow = { code: 1013, reason: "The client reads too slowly" };
