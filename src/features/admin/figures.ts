import type { DropCounts } from "../../lib/drops.ts";

/** What a process can say of itself. */
export interface OwnFigures {
  readonly pid: number;
  /** Seconds since it began. */
  readonly uptime: number;
  /** What was dropped, and not delivered. */
  readonly dropped: DropCounts;
}

/** What a process that serves can say. */
export interface Figures extends OwnFigures {
  /** Servers and emitters that know each other, this one included. */
  readonly nodes: number;
  /** Clients in each namespace. */
  readonly clients: Readonly<Record<string, number>>;
}

/** What is known of a worker: without figures if it has not answered. */
export interface WorkerFigures {
  /** Its number, from 1. */
  readonly worker: number;
  readonly pid: number | undefined;
  readonly figures: Figures | undefined;
}

/** What is known of all processes of one server. */
export interface CrewFigures {
  readonly primary: OwnFigures;
  readonly workers: readonly WorkerFigures[];
}

/** How the workers of one server ask each other for figures. */
export interface Roster {
  /** Answers whoever asks. Returns how to stop. */
  answer(give: () => Promise<Figures>): () => void;
  /** Asks all of them, this one too. Those that do not answer within a second are without figures. */
  ask(): Promise<CrewFigures>;
}
