import { performance } from "node:perf_hooks";
import type { Address } from "./address.ts";
import { type Asking, announce, ask, type Continue, type Reply } from "./http.ts";
import { type Dialled, dial } from "./web-socket.ts";

/** What every request of a probe has in common. The names of headers are in lower case. */
export interface LineOptions {
  /** How long to wait for an answer, in milliseconds. */
  readonly timeoutMs: number;
  /** How long the whole probe may take, in milliseconds. */
  readonly longestMs: number;
  readonly insecure: boolean;
  readonly ca?: readonly string[] | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

/** What one request has that others have not. */
export interface Own {
  readonly method?: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Waits no longer than this, however long the others do. */
  readonly atMostMs?: number;
}

/** The most requests and connections that a probe makes by itself; what would be more is left out and said. */
export const mostRequests = 70;

/** Too little for any request; timers may also fire a little early. */
const leastMs = 20;

/** A request that is not sent: the probe has asked enough, or takes too long. */
export class Exhausted extends Error {}

/** The only way to the server: counts what is asked, keeps to the time, and puts the same headers on everything. */
export class Line {
  readonly address: Address;
  readonly options: LineOptions;
  readonly #startedAt = performance.now();
  #headers: Readonly<Record<string, string>>;
  #requests = 0;
  #mostRequests = mostRequests;

  constructor(address: Address, options: LineOptions) {
    this.address = address;
    const { authorization } = address;
    this.options = options;
    this.#headers = { ...(authorization && { authorization }), ...options.headers };
  }

  /** The headers of every request. */
  get headers(): Readonly<Record<string, string>> {
    return this.#headers;
  }

  /** Adds headers to every request from now on. */
  always(headers: Readonly<Record<string, string>>): void {
    this.#headers = { ...this.#headers, ...headers };
  }

  /** How many requests and connections there were. */
  get requests(): number {
    return this.#requests;
  }

  get tookMs(): number {
    return performance.now() - this.#startedAt;
  }

  /** Milliseconds until the whole probe must be over. */
  get leftMs(): number {
    return Math.max(0, this.options.longestMs - this.tookMs);
  }

  /** Whether there is no time left for another request. */
  get over(): boolean {
    return this.leftMs < leastMs;
  }

  /** How long to wait for what the server should say at once, in milliseconds. */
  get patienceMs(): number {
    return Math.min(this.options.timeoutMs, this.leftMs);
  }

  /** Lets the probe ask more often than by itself, for what its user asks it to do. */
  allow(moreRequests: number): void {
    this.#mostRequests += moreRequests;
  }

  /** A URL of this host. */
  url(path: string, query: Readonly<Record<string, string>> = {}): string {
    const all = new URLSearchParams([...this.address.query, ...Object.entries(query)]);
    return `${this.address.origin}${path}${all.size > 0 ? `?${all}` : ""}`;
  }

  /** @throws Exhausted */
  ask(url: string, own: Own = {}): Promise<Reply> {
    return ask(url, this.#asking(own));
  }

  /** @throws Exhausted */
  announce(url: string, { bytes, ...own }: Own & { readonly bytes: number }): Promise<Reply | Continue> {
    return announce(url, bytes, this.#asking(own));
  }

  /** @throws Exhausted */
  dial(url: string, own: Own = {}): Promise<Dialled> {
    return dial(url.replace(/^http/, "ws"), this.#asking(own));
  }

  /**
   * Counts a request that is made in another way, and says how long it may take.
   * @throws Exhausted
   */
  spend(atMostMs = this.options.timeoutMs): number {
    const timeoutMs = Math.min(atMostMs, this.leftMs);
    if (this.over || this.#requests >= this.#mostRequests) throw new Exhausted();
    this.#requests += 1;
    return timeoutMs;
  }

  #asking({ headers, atMostMs, ...own }: Own): Asking {
    const { insecure, ca } = this.options;
    return { ...own, insecure, ca, headers: { ...this.#headers, ...headers }, timeoutMs: this.spend(atMostMs) };
  }
}
