/** An event that a client was sent. */
export interface Received {
  /** Its name. */
  readonly event: string;
  /** Without the acknowledgement that the server may have asked for. */
  // biome-ignore lint/suspicious/noExplicitAny: what a server sends is for the test to say
  readonly args: readonly any[];
  /** Where it was sent, such as `"/"`. */
  readonly namespace: string;
}

/** Somebody waits for an event. */
interface Waiting {
  readonly event: string;
  resolve(received: Received): void;
}

/** What has arrived at a client and was not taken yet, in order. */
export class Inbox {
  readonly #arrived: Received[] = [];
  readonly #waiting = new Set<Waiting>();

  /** Gives an event to whoever waits for it, or keeps it. */
  add(received: Received): void {
    for (const one of this.#waiting) {
      if (one.event !== received.event) continue;
      this.#waiting.delete(one);
      one.resolve(received);
      return;
    }
    this.#arrived.push(received);
  }

  /** Takes everything. */
  drain(): Received[] {
    return this.#arrived.splice(0);
  }

  /** The names of what is there, each once. */
  get names(): ReadonlySet<string> {
    return new Set(this.#arrived.map(({ event }) => event));
  }

  /** Takes the oldest event of that name, now or when it comes; `signal` ends the wait, which then never resolves. */
  take(event: string, signal: AbortSignal): Promise<Received> {
    const index = this.#arrived.findIndex((one) => one.event === event);
    const [found] = index < 0 ? [] : this.#arrived.splice(index, 1);
    if (found) return Promise.resolve(found);
    return new Promise((resolve) => {
      const waiting: Waiting = { event, resolve };
      this.#waiting.add(waiting);
      signal.addEventListener("abort", () => this.#waiting.delete(waiting));
    });
  }
}
