import { setTimeout as sleep } from "node:timers/promises";
import type { BrokerState } from "../../lib/broker/line.ts";
import type { Intake } from "../steady/intake.ts";
import { Line, type LineOptions } from "./line.ts";
import { createStandIn } from "./stand-in.ts";

/** What the lines have in common. */
export interface LinesOptions extends Pick<LineOptions, "dial" | "explain"> {
  readonly intake: Intake;
  /** Told when all lines are up for the first time or again, and when the first of them is lost. */
  readonly onState: (state: BrokerState) => void;
}

/** The connections of one adapter: official adapters need several, and count as connected when they have all. */
export interface Lines {
  /** Makes one more, and returns what the official adapters take for a client; `stream` is what it may be asked to read. */
  open(stream?: string): object;
  /** Resolves when the first attempt of every line has ended, or takes long; rejects with a SioError if trying again cannot mend it. */
  begun(): Promise<void>;
  /** Sends what is on its way, for a second at most, and closes all of them. Safe to call twice. */
  close(): Promise<void>;
}

/** How long a start waits for Redis, in ms. */
const longMs = 4_000;

/** Makes no line yet. */
export function createLines({ intake, onState, ...common }: LinesOptions): Lines {
  const states = new Map<Line, BrokerState>();
  const lines = new Set<Line>();
  let told: boolean | undefined;
  let closed = false;
  const tell = (state: BrokerState) => {
    const whole = !state.connected || [...lines].every((line) => states.get(line)?.connected === true);
    if (closed || !whole || told === state.connected) return;
    told = state.connected;
    onState(state);
  };
  const open = (stream?: string): object => {
    const standIn = createStandIn({ line: () => line, intake, stream, duplicate: () => open(stream) });
    const line: Line = new Line({
      ...common,
      prepare: standIn.prepare,
      onState(state) {
        states.set(line, state);
        tell(state);
      },
    });
    lines.add(line);
    return standIn.client;
  };
  return {
    open,
    async begun() {
      const soon = new AbortController();
      const long = sleep(longMs, undefined, { signal: soon.signal }).catch(() => {});
      await Promise.race([Promise.all([...lines].map((line) => line.begun)), long]).finally(() => soon.abort());
    },
    async close() {
      closed = true;
      const [first, ...others] = lines;
      // The first is the one that sends.
      await Promise.all([first?.close(), ...others.map((line) => line.cut())]);
    },
  };
}
