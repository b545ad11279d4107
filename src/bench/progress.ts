import type { Crowd } from "./crowd.ts";
import type { Meter } from "./meter.ts";

/** What a run is at: connecting its clients, sending, or waiting for what has not been acknowledged yet. */
export type Phase = "connecting" | "sending" | "waiting";

/** How far a run is. */
export interface Progress {
  readonly phase: Phase;
  /** Since the phase began. */
  readonly elapsedMs: number;
  /** How many are connected now. */
  readonly open: number;
  readonly sent: number;
  readonly answered: number;
  /** Failed connections, lost messages and all else that went wrong. */
  readonly problems: number;
}

/** Reports how far a run is, several times a second. */
export class Ticker {
  readonly #read: () => Progress;
  readonly #timer: NodeJS.Timeout;
  #phase: Phase = "connecting";
  #since = performance.now();

  constructor({ crowd, meter }: { readonly crowd: Crowd; readonly meter: Meter }, tell: (progress: Progress) => void) {
    this.#read = () => ({
      phase: this.#phase,
      elapsedMs: performance.now() - this.#since,
      open: crowd.open,
      sent: meter.sent,
      answered: meter.answered,
      problems: meter.problems.total + meter.disconnects.total,
    });
    this.#timer = setInterval(() => tell(this.#read()), tickMs);
  }

  enter(phase: Phase): void {
    this.#phase = phase;
    this.#since = performance.now();
  }

  close(): void {
    clearInterval(this.#timer);
  }
}

const tickMs = 250;
