/** The signals that end a server, with the exit status that a shell expects of a process which one of them ended. */
const statuses = { SIGINT: 130, SIGTERM: 143 } as const;

/** Waiting for a signal. */
export interface Signals {
  /** Resolves at the first signal. A second one ends the process at once. */
  readonly stop: Promise<NodeJS.Signals>;
  /** Gives the signals back to the system. */
  close(): void;
}

/** Listens for Ctrl-C and for a supervisor's request to stop. */
export function waitForStop({ onSecond }: { readonly onSecond: (status: number) => void }): Signals {
  const names = Object.keys(statuses) as (keyof typeof statuses)[];
  let first = true;
  let resolveStop: (signal: NodeJS.Signals) => void;
  const stop = new Promise<NodeJS.Signals>((resolve) => {
    resolveStop = resolve;
  });
  const listener = (signal: NodeJS.Signals) => {
    if (!first) onSecond(statuses[signal as keyof typeof statuses]);
    first = false;
    resolveStop(signal);
  };
  for (const name of names) process.on(name, listener);
  return {
    stop,
    close() {
      for (const name of names) process.off(name, listener);
    },
  };
}
