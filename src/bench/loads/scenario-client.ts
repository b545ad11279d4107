import type { Client } from "../client.ts";
import { Fault } from "../fault.ts";
import { encodePacket } from "../packets.ts";
import type { BenchClient } from "../scenario.ts";
import type { Work } from "./load.ts";

type Listener = (...args: unknown[]) => unknown;

/** What the clients of a scenario share. */
export interface Stage {
  readonly work: Work;
  /** Counts what a listener throws. */
  readonly count: (error: unknown) => void;
}

/** A client as a scenario sees it. */
export class ScenarioClient implements BenchClient {
  readonly #client: Client;
  readonly #work: Work;
  readonly #count: (error: unknown) => void;
  readonly #listeners = new Map<string, Listener[]>();

  constructor(client: Client, { work, count }: Stage) {
    this.#client = client;
    this.#work = work;
    this.#count = count;
    client.onEvent = (data, id) => this.#onEvent(data, id);
  }

  get id(): string {
    return this.#client.id;
  }

  get connected(): boolean {
    return this.#client.open;
  }

  emit(event: string, ...args: readonly unknown[]): void {
    const { meter, signal, crowd } = this.#work;
    if (signal.aborted || !this.connected) return;
    meter.emit(this.#client, encodePacket("event", crowd.namespace, [event, ...args]));
  }

  call(event: string, ...args: readonly unknown[]): Promise<unknown> {
    const { meter, crowd } = this.#work;
    return this.#unlessOver((resolve, reject) => {
      meter.call(this.#client, encodePacket("event", crowd.namespace, [event, ...args]), {
        done(outcome) {
          if (outcome instanceof Fault) return reject(outcome);
          const values = outcome();
          resolve(Array.isArray(values) && values.length === 1 ? values[0] : values);
        },
      });
    });
  }

  on(event: string, listener: Listener): void {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
  }

  next(event: string): Promise<readonly unknown[]> {
    const { timeoutMs, signal } = this.#work;
    return this.#unlessOver((resolve, reject) => {
      const listener = (...args: unknown[]) => settle(() => resolve(args));
      const late = () => settle(() => reject(new Error(`"${event}" has not arrived within ${timeoutMs / 1_000} s`)));
      const over = () => settle(() => reject(signal.reason));
      const timer = setTimeout(late, timeoutMs);
      const settle = (end: () => void) => {
        clearTimeout(timer);
        signal.removeEventListener("abort", over);
        const others = this.#listeners.get(event)?.filter((other) => other !== listener) ?? [];
        this.#listeners.set(event, others);
        end();
      };
      signal.addEventListener("abort", over);
      this.on(event, listener);
    });
  }

  disconnect(): Promise<void> {
    return this.#client.close();
  }

  #unlessOver<Value>(
    ask: (resolve: (value: Value) => void, reject: (reason: unknown) => void) => void,
  ): Promise<Value> {
    const { signal } = this.#work;
    const answer = new Promise<Value>((resolve, reject) => {
      if (signal.aborted) reject(signal.reason);
      else if (!this.connected) reject(new Fault("disconnected", "the connection was lost"));
      else ask(resolve, reject);
    });
    // A scenario that has failed meanwhile waits for it no longer.
    answer.catch(() => {});
    return answer;
  }

  #onEvent(data: () => unknown, id: number | undefined): void {
    this.#work.meter.received += 1;
    if (this.#listeners.size === 0) return;
    const args = data();
    if (!Array.isArray(args)) return;
    const [event, ...values] = args;
    for (const listener of this.#listeners.get(String(event)) ?? []) void this.#tell(() => listener(...values), id);
  }

  async #tell(listen: () => unknown, id: number | undefined): Promise<void> {
    try {
      const answer = await listen();
      if (id === undefined || answer === undefined) return;
      this.#client.acknowledge(encodePacket("ack", this.#work.crowd.namespace, [answer]), id);
    } catch (error) {
      this.#count(error);
    }
  }
}
