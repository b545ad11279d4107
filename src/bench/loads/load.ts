import type { Crowd } from "../crowd.ts";
import type { Meter } from "../meter.ts";

/** What a load works with. */
export interface Work {
  /** Those that are there when the load begins; some may be lost meanwhile. */
  readonly crowd: Crowd;
  /** MUST be told of every message. */
  readonly meter: Meter;
  /** Fires when the time is up, or the user has seen enough. */
  readonly signal: AbortSignal;
  /** How long to wait for an answer, in milliseconds. */
  readonly timeoutMs: number;
}

/** What clients send: the same event each time. */
export interface SameEvent {
  readonly event: string;
  /** What JSON can say, or bytes. */
  readonly payload: unknown;
}

/**
 * Keeps clients busy until the signal fires or nobody is connected. MUST send nothing from then on, and SHOULD resolve; acknowledgements
 * may still come.
 */
export type Load<Spec> = (work: Work, spec: Spec) => Promise<void>;
