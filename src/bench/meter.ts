import type { Waiting } from "./acknowledgements.ts";
import type { Client } from "./client.ts";
import type { Fault } from "./fault.ts";
import { Histogram } from "./histogram.ts";
import type { OutgoingPacket } from "./packets.ts";
import { Tally } from "./tally.ts";
import type { Traffic } from "./transports/transport.ts";

/** Something that went wrong, as it is counted. */
export interface Problem {
  /** What the client was at: connecting, sending a message, waiting for its acknowledgement, or running the scenario. */
  readonly stage: "connect" | "send" | "acknowledge" | "scenario";
  /** One of `faultKinds`, or why a message was not sent. */
  readonly kind: string;
  readonly message: string;
}

/** Called when a message is acknowledged, with what reads the acknowledgement, or lost. */
export type Done = (outcome: (() => unknown) | Fault) => void;

/** The life of a message; times are of `performance.now()`. */
interface Moments {
  readonly sentAt: number;
  readonly dueAt: number;
  readonly done: Done | undefined;
}

/** Counts what clients do. */
export class Meter {
  readonly traffic: Traffic = { sentBytes: 0, receivedBytes: 0 };
  /** From asking for a connection until the client is in its namespace. */
  readonly connecting = new Histogram();
  /** From the moment a message was due until its acknowledgement. */
  readonly latency = new Histogram();
  /** From the moment a message left, which may be later. */
  readonly service = new Histogram();
  readonly problems = new Tally<Problem>({ stage: "scenario", kind: "other", message: "other problems" });
  readonly disconnects = new Tally<string>("other reasons");
  sent = 0;
  answered = 0;
  lost = 0;
  /** Messages that asked for no acknowledgement. */
  unasked = 0;
  withheld = 0;
  /** Events of the server. */
  received = 0;
  #lastAt = 0;
  #startedAt = 0;
  #trafficAtStart: Traffic = { ...this.traffic };

  /** From the beginning until a message was last sent or acknowledged. */
  get seconds(): number {
    return Math.max(0, this.#lastAt - this.#startedAt) / 1_000;
  }

  /** The bytes since the beginning. */
  get bytes(): Readonly<Traffic> {
    return {
      sentBytes: this.traffic.sentBytes - this.#trafficAtStart.sentBytes,
      receivedBytes: this.traffic.receivedBytes - this.#trafficAtStart.receivedBytes,
    };
  }

  /** Begins: what was exchanged to connect does not count as load. */
  begin(): void {
    this.received = 0;
    this.#startedAt = performance.now();
    this.#trafficAtStart = { ...this.traffic };
  }

  /** Sends a message that asks for no acknowledgement. */
  emit(client: Client, packet: OutgoingPacket): void {
    this.sent += 1;
    this.unasked += 1;
    this.#lastAt = performance.now();
    client.emit(packet);
  }

  /** Sends a message and counts what becomes of it, from the moment it was due. */
  call(
    client: Client,
    packet: OutgoingPacket,
    { dueAt, done }: { readonly dueAt?: number; readonly done?: Done } = {},
  ): void {
    this.sent += 1;
    const sentAt = performance.now();
    this.#lastAt = sentAt;
    client.emit(packet, new Message(this, { sentAt, dueAt: dueAt ?? sentAt, done }));
  }

  /** Counts an acknowledgement that has just arrived. */
  answer({ sentAt, dueAt }: Moments): void {
    const now = performance.now();
    this.#lastAt = now;
    this.answered += 1;
    this.latency.record(now - dueAt);
    this.service.record(now - sentAt);
  }

  /** Counts messages that were due and were not sent. */
  withhold(kind: string, message: string, count = 1): void {
    this.withheld += count;
    this.problems.add({ stage: "send", kind, message }, count);
  }
}

class Message implements Waiting {
  readonly #meter: Meter;
  readonly #moments: Moments;

  constructor(meter: Meter, moments: Moments) {
    this.#meter = meter;
    this.#moments = moments;
  }

  answered(data: () => unknown): void {
    this.#meter.answer(this.#moments);
    this.#moments.done?.(data);
  }

  lost(fault: Fault): void {
    this.#meter.lost += 1;
    this.#meter.problems.add({ stage: "acknowledge", kind: fault.kind, message: fault.message });
    this.#moments.done?.(fault);
  }
}
