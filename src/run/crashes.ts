import type { Log } from "../lib/log.ts";

/** What to do about errors that no handler, route or task can be blamed for, such as a throw in a timer. */
export interface CrashPolicy {
  readonly log: Log;
  /** Called for an exception after which the process cannot be trusted; `undefined` to go on, as one does while developing. */
  readonly onFatal: (() => void) | undefined;
}

/**
 * Catches what would end the process at once: a promise that nobody waited for is logged; an exception is logged, and in production
 * ends the server in an orderly way, so that a supervisor starts a fresh one. Returns how to stop catching.
 */
export function catchCrashes({ log, onFatal }: CrashPolicy): () => void {
  const rejected = (error: unknown) => {
    log.error(`A promise was rejected and nobody handled it: ${messageOf(error)}`, { error });
  };
  const threw = (error: unknown) => {
    log.error(`Uncaught outside of any handler: ${messageOf(error)}`, { error });
    onFatal?.();
  };
  process.on("unhandledRejection", rejected);
  process.on("uncaughtException", threw);
  return () => {
    process.off("unhandledRejection", rejected);
    process.off("uncaughtException", threw);
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
