import type { Log } from "../../lib/log.ts";

/** How often the log tells of what is dropped, in ms. */
const everyMs = 60_000;

/** Counts messages that are dropped. */
export interface DropLog {
  /**
   * @param reason one of a few, which completes "A message was dropped: it …"
   * @param error what went wrong, where that is not for the sender to mend
   */
  add(reason: string, error?: unknown): void;
  /** Tells what has not been told yet. */
  close(): void;
}

/** Tells of the first message that is dropped at once, and of all that follow in one line a minute. */
export function dropLog(log: Log): DropLog {
  const reasons = new Map<string, number>();
  let total = 0;
  let told = 0;
  let last: unknown;
  let timer: NodeJS.Timeout | undefined;

  const tell = () => {
    const [reason = ""] = [...reasons].sort(([, a], [, b]) => b - a)[0] ?? [];
    const what =
      total === 1
        ? `A message of the Flask-SocketIO queue was dropped: it ${reason}.`
        : `${total} messages of the Flask-SocketIO queue were dropped so far, most because one ${reason}.`;
    const error = last === undefined ? {} : { error: last };
    log.warn(what, { dropped: total, reasons: Object.fromEntries(reasons), ...error });
    told = total;
    last = undefined;
  };
  const tellLater = () => {
    timer = setTimeout(() => {
      timer = undefined;
      if (total === told) return;
      tell();
      tellLater();
    }, everyMs).unref();
  };
  return {
    add(reason, error) {
      total++;
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
      last = error ?? last;
      if (timer) return;
      tell();
      tellLater();
    },
    close() {
      clearTimeout(timer);
      if (total > told) tell();
    },
  };
}
