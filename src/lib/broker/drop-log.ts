import type { Drops } from "../drops.ts";
import type { Log } from "../log.ts";

/** How often the log tells of what is dropped, in ms. */
const everyMs = 60_000;

/** Counts messages that are dropped. */
export interface DropLog {
  /** @param reason one of a few, which completes "A message was dropped: it …" */
  add(reason: string, about?: AboutDropped): void;
  /** Tells what has not been told yet. Safe to call twice. */
  close(): void;
}

/** What is known of a message that was dropped besides the reason. */
export interface AboutDropped {
  /** What was thrown, where that is not for the sender to mend. */
  readonly error?: unknown;
  /** What is wrong with this one; the log has that of the last. */
  readonly detail?: string;
}

/** Which messages are dropped. */
export interface Dropped {
  /** Follows on "A message". @example "of the Flask-SocketIO queue" */
  readonly whose: string;
  /** Names them where they are counted. */
  readonly source: string;
  readonly counts: Drops;
}

/** Counts what is dropped; tells of the first message at once, and of all that follow in one line a minute. */
export function dropLog(log: Log, { whose, source, counts }: Dropped): DropLog {
  const reasons = new Map<string, number>();
  let total = 0;
  let told = 0;
  let last: AboutDropped = {};
  let timer: NodeJS.Timeout | undefined;

  const tell = () => {
    const [reason = ""] = [...reasons].sort(([, a], [, b]) => b - a)[0] ?? [];
    const what =
      total === 1
        ? `A message ${whose} was dropped: it ${reason}`
        : `${total} messages ${whose} were dropped so far, most because one ${reason}`;
    const { error, detail } = last;
    log.warn(`${what}${detail === undefined ? "" : `; the last: ${detail.replace(/\.$/, "")}`}.`, {
      dropped: total,
      reasons: Object.fromEntries(reasons),
      ...(error !== undefined && { error }),
    });
    told = total;
    last = {};
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
    add(reason, about) {
      total++;
      counts.add(source, reason);
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
      last = about ?? last;
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
