import { availableParallelism } from "node:os";
import { join } from "node:path";

/** The place of one worker among the others. */
export interface Seat {
  /** From 1; whoever replaces a worker has its number. */
  readonly number: number;
  /** Names the process: no two of one server ever have the same. */
  readonly id: number;
  /** Where the workers of one server find each other; nobody else may enter. */
  readonly folder: string;
  /** The port that the others serve on, for whoever may choose one. */
  readonly port?: number | undefined;
  /** Whether those that serve listen by themselves, as opposed to being given connections; `undefined` where none does yet. */
  readonly byThemselves?: boolean | undefined;
}

/** The variable that makes a process a worker. */
export const seatVariable = "SIO_WORKER_SEAT";

/** The seat that a process was given, as {@link writeSeat} has written it. */
export function readSeat(text: string): Seat {
  return JSON.parse(text) as Seat;
}

/** A seat as the value of {@link seatVariable}. */
export function writeSeat(seat: Seat): string {
  return JSON.stringify(seat);
}

/** The Unix socket at which one worker takes what the others pass on to it. */
export function socketPath({ folder }: Pick<Seat, "folder">, id: number): string {
  return join(folder, `${id}.sock`);
}

/** How many processes a setting asks for. */
export function countOf(workers: number | "auto"): number {
  return workers === "auto" ? availableParallelism() : workers;
}
