import { lookup } from "node:dns/promises";
import { prepareUnixSocket } from "../../lib/unix-socket.ts";
import type { Address, Cargo, Door, Tls, Turn } from "../engine.ts";
import { closeAfterLastArrivals } from "../last-arrivals.ts";
import { BunEngine } from "./bun-engine.ts";
import { type BunServer, bunRuntime } from "./runtime.ts";

/** Answers a request. What is answered after an upgrade goes nowhere. */
export type Answer = (request: Request, server: BunServer) => Promise<Response>;

/** What is settled once a server listens. */
export interface Settled {
  readonly tls: Tls | undefined;
  /** In bytes. */
  readonly maxMessage: number;
  readonly compress: boolean;
}

/** Who else listens at the address. */
export interface Neighbours extends Pick<Cargo, "siblings"> {
  /** The place of a server that listens there by now, and leaves it to this one. */
  readonly door: Door | undefined;
}

/** A server of Bun's that outlives what it carries: requests wait while there is nobody to answer. */
export class BunListener {
  readonly settled: Settled;
  /** Whose it is to close: the door of the engine that listened last. */
  owner: Door | undefined;
  #server: BunServer | undefined;
  #answer: Answer | undefined;
  readonly #waiting: (() => void)[] = [];
  /** Requests and WebSockets that have not ended. */
  #open = 0;
  #whenIdle: (() => void) | undefined;

  constructor(settled: Settled) {
    this.settled = settled;
  }

  /**
   * Listens, and resolves with where. Rejects with the system's error, as Node would give it.
   */
  async listen(address: Address, { door, siblings }: Neighbours): Promise<Address> {
    if (!this.#server) {
      if (!("unixSocket" in address)) {
        // Bun does not tell a name that does not exist from an address that cannot be had.
        await lookup(address.host);
      } else if (!door) await prepareUnixSocket(address.unixSocket);
      door?.leave();
      this.#server = siblings
        ? this.#serveBeside(address, await siblings.turn({ byItself: true }))
        : this.#serve(address);
    }
    return "unixSocket" in address ? address : { host: address.host, port: this.#server.port ?? address.port };
  }

  /** Lets requests be answered, first those that have waited. */
  putOn(answer: Answer): void {
    this.#answer = answer;
    for (const goOn of this.#waiting.splice(0)) goOn();
  }

  /** Whether requests wait, or get this answer. */
  isFor(answer: Answer): boolean {
    return this.#answer === undefined || this.#answer === answer;
  }

  /** Lets requests wait. */
  hold(): void {
    this.#answer = undefined;
  }

  /** Frees the port at once. */
  leave(): void {
    this.#server?.stop(false);
  }

  /** Frees the port. */
  stopAccepting(): void {
    closeAfterLastArrivals(() => this.leave());
  }

  /** Resolves when no request is being answered and no WebSocket is open. */
  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.#whenIdle = resolve;
      this.#ended(0);
    });
  }

  /** Ends all that is open. */
  async cut(): Promise<void> {
    this.putOn(() => Promise.resolve(new Response(null, { status: 503 })));
    await this.#server?.stop(true);
  }

  /** Serves at a port that the other processes of this server share, and nobody else. */
  #serveBeside(address: Address, { port, first }: Turn): BunServer {
    const wanted = port === undefined ? address : { ...address, port };
    if (!first) return this.#serve(wanted, { reusePort: true });
    const alone = this.#serve(wanted);
    void alone.stop(true);
    return this.#serve({ ...wanted, port: alone.port ?? 0 }, { reusePort: true });
  }

  #serve(address: Address, { reusePort } = { reusePort: false }): BunServer {
    const { tls, maxMessage, compress } = this.settled;
    const { open, message, drain, close } = BunEngine.webSocketEvents;
    try {
      return bunRuntime().serve({
        ...("unixSocket" in address ? { unix: address.unixSocket } : { hostname: address.host, port: address.port }),
        ...(tls && { tls }),
        // Its page about an error shows the source.
        development: false,
        // On by itself, which would let another server take half of the clients.
        reusePort,
        // The engine measures what is meant for it; what is not, HTTP routes measure themselves.
        maxRequestBodySize: Number.MAX_SAFE_INTEGER,
        fetch: (request, server) => this.#fetch(request, server),
        websocket: {
          maxPayloadLength: maxMessage,
          backpressureLimit: mostWaitingBytes,
          // Engine.IO has a heartbeat of its own.
          idleTimeout: 0,
          sendPings: false,
          perMessageDeflate: compress,
          message,
          drain,
          open: (ws) => {
            this.#open++;
            open(ws);
          },
          close: (ws, code, reason) => {
            close(ws, code, reason);
            this.#ended(1);
          },
        },
      });
    } catch (error) {
      throw asNodes(error);
    }
  }

  async #fetch(request: Request, server: BunServer): Promise<Response> {
    // A poll is silent for as long as nothing happens, and so is a stream of events.
    server.timeout(request, 0);
    this.#open++;
    try {
      while (!this.#answer) await new Promise<void>((goOn) => this.#waiting.push(goOn));
      return await this.#answer(request, server);
    } finally {
      this.#ended(1);
    }
  }

  #ended(count: number): void {
    this.#open -= count;
    if (this.#open === 0) this.#whenIdle?.();
  }
}

/** More than this never waits for one client in Bun: it stays with Engine.IO. */
const mostWaitingBytes = 2 ** 31 - 1;

/** Node has another code for the missing folder of a Unix socket. */
function asNodes(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  return code === "ENOENT" ? Object.assign(error as Error, { code: "EACCES" }) : error;
}
