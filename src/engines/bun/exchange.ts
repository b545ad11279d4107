import { EventEmitter } from "node:events";
import type { IncomingMessage } from "node:http";

/** What is known of a client besides its request. */
export interface Sender {
  readonly address: string | undefined;
  readonly encrypted: boolean;
}

/** A request as middlewares, checks and handlers see it: the part of Node's that Engine.IO's own have on every transport. */
export class EngineRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly httpVersion = "1.1";
  readonly socket: { readonly remoteAddress: string | undefined; readonly encrypted: boolean };
  /** The query, as Socket.IO reads it. */
  readonly _query: Readonly<Record<string, string>>;

  constructor(request: Request, { pathname, search, searchParams }: URL, { address, encrypted }: Sender) {
    this.method = request.method;
    this.url = pathname + search;
    this.headers = Object.fromEntries(request.headers as unknown as Iterable<[string, string]>);
    this.socket = { remoteAddress: address, encrypted };
    this._query = Object.fromEntries(searchParams as unknown as Iterable<[string, string]>);
  }

  /** The same, to whoever takes Node's: it has all of it that Engine.IO promises. */
  forNode(): IncomingMessage {
    return this as unknown as IncomingMessage;
  }

  /** Node's former name of `socket`. */
  get connection(): EngineRequest["socket"] {
    return this.socket;
  }
}

type HeaderValue = string | number | readonly string[];

/**
 * The answer as middlewares see it: the part of Node's `ServerResponse` that Engine.IO's own have on every transport. What a middleware
 * ends is the answer; headers of one that it leaves alone are added to Engine.IO's.
 */
export class EngineResponse extends EventEmitter {
  statusCode = 200;
  headersSent = false;
  /** Whether a middleware has answered. */
  ended = false;
  readonly #headers = new Map<string, HeaderValue>();
  #body = "";

  setHeader(name: string, value: HeaderValue): this {
    this.#headers.set(name.toLowerCase(), value);
    return this;
  }

  getHeader(name: string): HeaderValue | undefined {
    return this.#headers.get(name.toLowerCase());
  }

  getHeaders(): Record<string, HeaderValue> {
    return Object.fromEntries(this.#headers);
  }

  hasHeader(name: string): boolean {
    return this.#headers.has(name.toLowerCase());
  }

  removeHeader(name: string): void {
    this.#headers.delete(name.toLowerCase());
  }

  /** What has been sent of the head: packages ask whether there is something. */
  get _header(): string | null {
    return this.headersSent ? `HTTP/1.1 ${this.statusCode}` : null;
  }

  /** What packages call that must have the head sent first. */
  _implicitHeader(): void {
    this.writeHead(this.statusCode);
  }

  writeHead(status: number, reason?: unknown, headers = reason): this {
    this.statusCode = status;
    if (typeof headers === "object" && headers !== null)
      for (const [name, value] of Object.entries(headers)) this.setHeader(name, value);
    this.headersSent = true;
    return this;
  }

  write(chunk: string | Uint8Array): boolean {
    this.#body += String(typeof chunk === "string" ? chunk : Buffer.from(chunk));
    return true;
  }

  end(chunk?: string | Uint8Array): this {
    if (chunk !== undefined && chunk !== null) this.write(chunk);
    this.ended = true;
    this.emit("ended");
    return this;
  }

  /** What a middleware has answered. */
  answer(): Response {
    const headers = new Headers();
    this.addTo(headers);
    return new Response(this.#body, { status: this.statusCode, headers });
  }

  /** Adds its headers to others. Packages that add theirs at the last moment wait for `writeHead`. */
  addTo(headers: Headers): void {
    if (!this.headersSent) this._implicitHeader();
    for (const [name, value] of this.#headers) {
      for (const one of Array.isArray(value) ? value : [value]) headers.append(name, String(one));
    }
  }

  /** Tells those who wait for it that the answer has been given. */
  finish(status: number): void {
    this.statusCode = status;
    this.emit("finish");
    this.emit("close");
  }
}
