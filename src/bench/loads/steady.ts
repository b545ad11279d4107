import type { Client } from "../client.ts";
import { aborted } from "../crowd.ts";
import { encodePacket } from "../packets.ts";
import type { Load, SameEvent, Work } from "./load.ts";

/** As many messages a second as asked for, on each connection, whatever the server does. */
export interface Steady extends SameEvent {
  readonly kind: "rate";
  /** Messages a second on each connection. */
  readonly perSecond: number;
  /** Whether each message asks for an acknowledgement. */
  readonly ack: boolean;
}

/** How many messages of one connection may wait for their acknowledgement. */
const mostWaiting = 1_000;
/** How much of one connection may wait to be sent. */
const mostBacklogBytes = 1_000_000;
/** How many messages may leave before what has arrived is looked at. */
const mostAtOnce = 1_000;
const longestWaitMs = 1_000;

/**
 * Finds out how long a server takes at a known load. Each message is due at a moment that was fixed at the start, and latency counts from
 * there: a server that stalls is charged for every message that it kept waiting (no coordinated omission).
 */
export const keepRate: Load<Steady> = async (work, spec) => {
  const { crowd, signal } = work;
  const schedule = new Schedule(work, spec);
  schedule.start();
  await Promise.race([aborted(signal), crowd.untilLost()]);
  schedule.stop();
};

/** All messages of all connections in one row, evenly spaced: the connections take turns. */
class Schedule {
  readonly #work: Work;
  readonly #spec: Steady;
  readonly #clients: readonly Client[];
  readonly #packet;
  readonly #gapMs: number;
  readonly #startedAt = performance.now();
  #next = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(work: Work, spec: Steady) {
    this.#work = work;
    this.#spec = spec;
    this.#clients = [...work.crowd.clients];
    this.#packet = encodePacket("event", work.crowd.namespace, [spec.event, spec.payload]);
    this.#gapMs = 1_000 / (spec.perSecond * this.#clients.length);
  }

  start(): void {
    const behind = this.#sendDue();
    const waitMs = behind ? 0 : this.#dueAt(this.#next) - performance.now();
    this.#timer = setTimeout(() => this.start(), Math.min(waitMs, longestWaitMs));
  }

  stop(): void {
    clearTimeout(this.#timer);
    if (!this.#sendDue()) return;
    const due = Math.floor((performance.now() - this.#startedAt) / this.#gapMs) + 1;
    this.#work.meter.withhold("behind", "this client was too slow to send it in time", due - this.#next);
  }

  /** Returns whether there is more that is due already. */
  #sendDue(): boolean {
    const now = performance.now();
    for (let count = 0; this.#dueAt(this.#next) <= now; count++) {
      if (count === mostAtOnce) return true;
      this.#send(this.#dueAt(this.#next));
      this.#next += 1;
    }
    return false;
  }

  #send(dueAt: number): void {
    const { meter } = this.#work;
    const client = this.#clients[this.#next % this.#clients.length];
    if (!client?.open) meter.withhold("disconnected", "the connection was lost");
    else if (client.waiting.size >= mostWaiting) {
      meter.withhold("waiting", `${mostWaiting} messages of the connection waited for their acknowledgement`);
    } else if (client.backlogBytes >= mostBacklogBytes) {
      meter.withhold("backlog", "the server did not take what was sent before");
    } else if (this.#spec.ack) meter.call(client, this.#packet, { dueAt });
    else meter.emit(client, this.#packet);
  }

  #dueAt(index: number): number {
    return this.#startedAt + index * this.#gapMs;
  }
}
