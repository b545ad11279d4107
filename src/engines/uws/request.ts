import type { HttpRequest, HttpResponse } from "uWebSockets.js";
import { SocketAddress } from "node:net";

/** Whose connection a request came over, as far as Node's own sockets tell. */
export interface Peer {
  /** In Node's form; `undefined` over a Unix socket. */
  readonly remoteAddress: string | undefined;
  readonly encrypted: boolean;
}

/**
 * A request that can be read for as long as one likes, by Node's names as by those of uWebSockets.js, whose own is gone once its handler
 * has returned.
 */
export class KeptRequest {
  readonly httpVersion = "1.1";
  readonly socket: Peer;
  /** Engine.IO writes it here in capitals, as it does `url`. */
  method: string;
  url: string;
  /** Engine.IO keeps the response here. */
  res: unknown;
  readonly #headers: Record<string, string> = {};
  readonly #query: string;

  constructor(request: HttpRequest, response: HttpResponse, encrypted: boolean) {
    request.forEach((name, value) => {
      const before = this.#headers[name];
      this.#headers[name] = before === undefined ? value : `${before}${name === "cookie" ? "; " : ", "}${value}`;
    });
    this.socket = { remoteAddress: addressOf(response), encrypted };
    this.method = request.getMethod().toUpperCase();
    // Some releases answer nothing where there is none.
    this.#query = request.getQuery() ?? "";
    this.url = request.getUrl() + (this.#query && `?${this.#query}`);
  }

  get headers(): Readonly<Record<string, string>> {
    return this.#headers;
  }

  // Engine.IO empties them, and fills in again what `forEach` tells.
  set headers(_: Readonly<Record<string, string>>) {}

  /** Names and values in turn. */
  get rawHeaders(): string[] {
    return Object.entries(this.#headers).flat();
  }

  get connection(): Peer {
    return this.socket;
  }

  // Engine.IO writes an address in another form, and does not say whether the connection is encrypted.
  set connection(_: Peer) {}

  getMethod(): string {
    return this.method;
  }

  getUrl(): string {
    return this.url;
  }

  getQuery(): string {
    return this.#query;
  }

  getHeader(name: string): string {
    return this.#headers[name] ?? "";
  }

  forEach(tell: (name: string, value: string) => void): void {
    for (const [name, value] of Object.entries(this.#headers)) tell(name, value);
  }
}

/** The library writes all digits of an address of version 6, and those of version 4 as such where it listens on both. */
function addressOf(response: HttpResponse): string | undefined {
  const address = Buffer.from(response.getRemoteAddressAsText()).toString();
  if (!address.includes(":")) return address || undefined;
  return new SocketAddress({ address, family: "ipv6" }).address;
}
