import { setTimeout as delay } from "node:timers/promises";
import { Client, type Dial } from "./client.ts";
import { Fault } from "./fault.ts";
import type { Meter } from "./meter.ts";

/** How many clients join, and how fast. */
export interface Ramp {
  readonly connections: number;
  /** Connections begun in a second. */
  readonly perSecond: number;
}

/** Where the clients go, and until when. */
export interface Gathering {
  readonly address: string;
  readonly signal: AbortSignal;
}

const sweepMs = 100;
const stepMs = 5;
const lookMs = 10;

/** The clients of one run. */
export class Crowd {
  /** Those that were connected once, in that order. */
  readonly clients: Client[] = [];
  readonly #dial: Dial;
  readonly #meter: Meter;
  readonly #sweeping: NodeJS.Timeout;
  #onLost: () => void = () => {};
  #begun = 0;
  #closed = false;

  constructor(dial: Dial, meter: Meter) {
    this.#dial = dial;
    this.#meter = meter;
    this.#sweeping = setInterval(() => this.#sweep(), sweepMs);
  }

  /** The one that all are in. */
  get namespace(): string {
    return this.#dial.target.namespace;
  }

  /** How many are connected. */
  get open(): number {
    return this.clients.reduce((count, { open }) => count + Number(open), 0);
  }

  /** Connects one client more. Rejects with a Fault. */
  async connect(dial: Dial): Promise<Client> {
    const startedAt = performance.now();
    const client = await Client.connect(dial);
    if (this.#closed) {
      await client.close();
      throw new Fault("disconnected", "the run was over");
    }
    this.#meter.connecting.record(performance.now() - startedAt);
    client.onEvent = () => {
      this.#meter.received += 1;
    };
    client.onEnd = ({ message }) => {
      this.#meter.disconnects.add(message);
      if (this.#meter.disconnects.total === this.clients.length) this.#onLost();
    };
    this.clients.push(client);
    return client;
  }

  /** Begins connections at a steady rate until there are as many as asked for, or the signal fires; resolves when none is under way. */
  async gather({ connections, perSecond }: Ramp, { address, signal }: Gathering): Promise<void> {
    const startedAt = performance.now();
    this.#begun = this.clients.length;
    const already = this.#begun;
    const joining: Promise<void>[] = [];
    while (this.#begun < connections && !signal.aborted) {
      const due = already + Math.floor(((performance.now() - startedAt) * perSecond) / 1_000) + 1;
      while (this.#begun < Math.min(due, connections)) joining.push(this.#join(address));
      await delay(stepMs);
    }
    await Promise.race([Promise.all(joining), aborted(signal)]);
  }

  /** Resolves when the last connection has been lost. */
  untilLost(): Promise<void> {
    return new Promise((resolve) => {
      this.#onLost = resolve;
      if (this.open === 0) resolve();
    });
  }

  /** Resolves when no message waits for its acknowledgement. */
  async untilAnswered(): Promise<void> {
    while (!this.#closed && this.clients.some(({ waiting }) => waiting.size > 0)) await delay(lookMs);
  }

  /** Gives up every message that waits for its acknowledgement. */
  abandon(fault: Fault): void {
    for (const { waiting } of this.clients) waiting.abandon(fault);
  }

  /** Leaves; resolves when all connections are gone. */
  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#sweeping);
    await Promise.all(this.clients.map((client) => client.close()));
  }

  async #join(address: string): Promise<void> {
    this.#begun += 1;
    try {
      await this.connect({ ...this.#dial, address });
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      if (!this.#closed) this.#meter.problems.add({ stage: "connect", kind: error.kind, message: error.message });
    }
  }

  #sweep(): void {
    const now = performance.now();
    for (const client of this.clients) client.sweep(now);
  }
}

/** Resolves when the signal fires. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
