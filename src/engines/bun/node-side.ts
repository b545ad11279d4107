import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server as HttpServer, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Sender } from "./exchange.ts";

/** Where a request tells Node's server the password, and what only Bun's knows: whether it came encrypted, and from which address. */
const senderHeader = "x-sio-serve-sender";

/**
 * Node's HTTP server beside Bun's, for all that is written for Node's: HTTP routes, static files, the client script of Socket.IO. Bun has
 * both, and what the one receives goes to the other, over a Unix socket that answers nobody else. It listens from the first request on.
 */
export class NodeSide {
  /** What Socket.IO and routes are put on. It never listens: only requests that have been passed on get there. */
  readonly server: HttpServer = createServer();
  readonly #door: HttpServer = createServer();
  readonly #password = randomUUID();
  #listening: Promise<string> | undefined;

  constructor() {
    // Whoever keeps a connection is this process.
    this.#door.keepAliveTimeout = 0;
    this.#door.on("request", (request, response) => {
      if (this.#restoreSender(request)) this.server.emit("request", request, response);
      else response.writeHead(403).end();
    });
  }

  /** Passes a request on, and the answer back, both as they come. */
  async forward(request: Request, url: URL, sender: Sender): Promise<Response> {
    this.#listening ??= this.#listen();
    const headers = new Headers(request.headers);
    // An upgrade of the program's own cannot be had here; its request is answered like any other.
    headers.delete("upgrade");
    headers.set(senderHeader, [this.#password, sender.encrypted, sender.address ?? ""].join(" "));
    // What a client leaves out, Bun would add in its own name.
    for (const [name, value] of Object.entries(unsaid)) if (!headers.has(name)) headers.set(name, value);
    const { method, body, signal } = request;
    const unix = await this.#listening;
    const options = { unix, method, headers, body, signal, redirect: "manual", decompress: false } as const;
    const passed = fetch(`http://localhost${url.pathname}${url.search}`, options);
    // Only a connection that was cut, by the client or by a route, ends otherwise.
    return passed.catch(() => new Response(null, { status: 502 }));
  }

  /** Listens no more, and resolves when all answers are given. */
  async close(): Promise<void> {
    if (!this.#listening) return;
    await this.#listening;
    this.#listening = undefined;
    const closed = once(this.#door, "close");
    this.#door.close();
    this.#door.closeIdleConnections();
    await closed;
  }

  /** Ends all that is under way. */
  cut(): void {
    this.#door.closeAllConnections();
  }

  async #listen(): Promise<string> {
    const name = `sio-serve-${randomUUID()}`;
    // A name that is no file is gone with the process, however it ends; Linux alone has those.
    const path = process.platform === "linux" ? `\0${name}` : join(tmpdir(), name);
    this.#door.listen(path);
    await once(this.#door, "listening");
    return path;
  }

  /** Gives a request the sender that it had, if it comes from here. */
  #restoreSender({ headers, socket }: IncomingMessage): boolean {
    const [password, encrypted, address] = String(headers[senderHeader]).split(" ");
    if (password !== this.#password) return false;
    delete headers[senderHeader];
    Object.defineProperty(socket, "remoteAddress", { value: address || undefined, configurable: true });
    Object.defineProperty(socket, "encrypted", { value: encrypted === "true", configurable: true });
    return true;
  }
}

const unsaid = { "accept-encoding": "identity", "user-agent": "" };
