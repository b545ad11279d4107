import { type BrokerState, type Line as Keeping, openLine } from "../../lib/broker/line.ts";
import type { RedisClient } from "./client.ts";
import { type Birth, begin, type RedisLife } from "./life.ts";

/** What a line is made of. */
export interface LineOptions extends Birth {
  /** What is thrown for an attempt that has failed: a SioError where trying again cannot mend it. */
  readonly explain: (error: Error) => Error;
  readonly onState: (state: BrokerState) => void;
}

/** One connection to Redis that is made again, by another client, whenever it is lost or silent. */
export class Line {
  /** Settles when the first attempt has ended; rejects with a SioError if trying again cannot mend it. */
  readonly begun: Promise<Keeping<RedisLife>>;
  readonly #closing = new AbortController();
  readonly #waiting = new Set<(client: RedisClient) => void>();
  #life: RedisLife | undefined;
  #closed: Promise<void> | undefined;

  constructor({ explain, onState, ...birth }: LineOptions) {
    const dial = async () => {
      const life = await begin(birth, this.#closing.signal).catch((error: Error) => Promise.reject(explain(error)));
      this.#begin(life);
      return life;
    };
    this.begun = openLine({ dial, onState });
    this.begun.catch(() => {});
  }

  /** The client in use; `undefined` while Redis cannot be reached. */
  get client(): RedisClient | undefined {
    return this.#life?.client;
  }

  /** Resolves with a client once there is one, and never after the line was closed. */
  whenUp(): Promise<RedisClient> {
    if (this.#life) return Promise.resolve(this.#life.client);
    return new Promise((resolve) => this.#waiting.add(resolve));
  }

  /** Ends the connection, and all attempts, without waiting for what is on its way. Safe to call twice. */
  cut(): Promise<void> {
    this.#closing.abort();
    return this.close();
  }

  /** Sends what is on its way, for a second at most, and ends. Safe to call twice. */
  close(): Promise<void> {
    if (!this.#life) this.#closing.abort();
    this.#closed ??= this.begun.then(
      (line) => line.close(),
      () => {},
    );
    return this.#closed;
  }

  #begin(life: RedisLife): void {
    this.#life = life;
    void life.ended.then(() => {
      if (this.#life === life) this.#life = undefined;
    });
    for (const resume of this.#waiting) resume(life.client);
    this.#waiting.clear();
  }
}
