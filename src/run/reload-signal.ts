import { closeSync, openSync } from "node:fs";

/** What SIGHUP can mean. */
export interface HangupMeanings {
  /** Somebody asks for a reload: `kill -HUP`, or a supervisor. */
  readonly onReload: () => void;
  /** The terminal that the process was started from has been closed. */
  readonly onTerminalGone: () => void;
}

/** Listens for SIGHUP. Returns how to give the signal back to the system. */
export function listenForHangup({ onReload, onTerminalGone }: HangupMeanings): () => void {
  const hadTerminal = hasTerminal();
  const listener = () => {
    if (hadTerminal && !hasTerminal()) onTerminalGone();
    else onReload();
  };
  process.on("SIGHUP", listener);
  return () => {
    process.off("SIGHUP", listener);
  };
}

/** Whether the process has a controlling terminal, wherever its output goes. */
function hasTerminal(): boolean {
  try {
    closeSync(openSync("/dev/tty", "r"));
    return true;
  } catch {
    return false;
  }
}
