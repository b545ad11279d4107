/** Tells of Ctrl-C and SIGTERM, which end the process only once it has been closed. */
export interface Interruption {
  readonly signal: AbortSignal;
  close(): void;
}

const signals = ["SIGINT", "SIGTERM"] as const;

/** Listens for what would end this process, so that what it has begun can be undone. */
export function listenForInterruption(): Interruption {
  const controller = new AbortController();
  const abort = () => controller.abort();
  for (const signal of signals) process.on(signal, abort);
  return {
    signal: controller.signal,
    close() {
      for (const signal of signals) process.off(signal, abort);
    },
  };
}
