import type { PrimaryLink } from "./primary-link.ts";

/** Waiting for the order to end. */
export interface StopOrder {
  readonly given: Promise<void>;
  /** Gives the signals back to the system. */
  release(): void;
}

/**
 * Waits for the primary's order to end, or that of a supervisor, which may tell each process. Other signals are left to the primary: a
 * terminal sends Ctrl-C, and its own end, to the whole group of processes.
 */
export function awaitStop(link: PrimaryLink): StopOrder {
  let give: () => void = () => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  const listeners = { SIGINT: () => {}, SIGHUP: () => {}, SIGTERM: give };
  const all = Object.entries(listeners) as [NodeJS.Signals, () => void][];
  for (const [signal, listener] of all) process.on(signal, listener);
  const stopListening = link.on("stop", give);
  return {
    given,
    release() {
      stopListening();
      for (const [signal, listener] of all) process.off(signal, listener);
    },
  };
}
