import { Fault } from "./fault.ts";

/** Waits for the acknowledgement of one message. One of the two is called, once. */
export interface Waiting {
  /** @param data reads the acknowledgement; only who wants to know it pays for that */
  answered(data: () => unknown): void;
  lost(fault: Fault): void;
}

interface Pending {
  readonly sentAt: number;
  readonly waiting: Waiting;
}

/** The messages of one client that wait for their acknowledgement. */
export class Acknowledgements {
  readonly #timeoutMs: number;
  readonly #pending = new Map<number, Pending>();
  #nextId = 0;

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  /** How many wait. */
  get size(): number {
    return this.#pending.size;
  }

  /** The id to send the message with. */
  add(waiting: Waiting): number {
    const id = this.#nextId++;
    this.#pending.set(id, { sentAt: performance.now(), waiting });
    return id;
  }

  /** What came for an id that nobody waits for any longer is dropped: it was counted as lost. */
  settle(id: number | undefined, data: () => unknown): void {
    const pending = id === undefined ? undefined : this.#pending.get(id);
    if (id === undefined || !pending) return;
    this.#pending.delete(id);
    pending.waiting.answered(data);
  }

  /** Gives up what was sent too long before `now`. */
  expire(now: number): void {
    for (const [id, { sentAt, waiting }] of this.#pending) {
      // They are in the order in which they were sent.
      if (now - sentAt < this.#timeoutMs) return;
      this.#pending.delete(id);
      waiting.lost(new Fault("timeout", `no acknowledgement within ${this.#timeoutMs / 1_000} s`));
    }
  }

  /** Gives up all. */
  abandon(fault: Fault): void {
    const abandoned = [...this.#pending.values()];
    this.#pending.clear();
    for (const { waiting } of abandoned) waiting.lost(fault);
  }
}
