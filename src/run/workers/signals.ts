/**
 * Leaves signals to the primary: a terminal sends Ctrl-C, and its own end, to the whole group of processes. A supervisor may tell each
 * process to end. Returns how to give the signals back to the system.
 */
export function leaveSignals(onTerminate: () => void): () => void {
  const listeners = { SIGINT: () => {}, SIGHUP: () => {}, SIGTERM: onTerminate };
  const all = Object.entries(listeners) as [NodeJS.Signals, () => void][];
  for (const [signal, listener] of all) process.on(signal, listener);
  return () => {
    for (const [signal, listener] of all) process.off(signal, listener);
  };
}
