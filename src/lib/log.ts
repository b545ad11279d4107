/** What a log line may say besides its message; each pair becomes a field of a JSON line. */
export type LogFields = Readonly<Record<string, unknown>>;

/** From the most talkative to silence. */
export const logLevels = ["trace", "debug", "info", "warn", "error", "silent"] as const;

/** How much is written; a level includes all those after it. */
export type LogLevel = (typeof logLevels)[number];

/**
 * Where the server's words go. A message is one sentence for a person; `fields` hold the same facts for a machine.
 * An implementation MUST NOT throw, even when its stream is closed.
 */
export interface Log {
  /** What only helps to debug this server itself. */
  trace(message: string, fields?: LogFields): void;
  /** What helps to debug handlers and clients. */
  debug(message: string, fields?: LogFields): void;
  /** What happens in good order. */
  info(message: string, fields?: LogFields): void;
  /** What someone should look at, and what is refused. */
  warn(message: string, fields?: LogFields): void;
  /** What failed; `fields.error` is what was thrown. */
  error(message: string, fields?: LogFields): void;
}

/** A log that keeps nothing. */
export const silentLog: Log = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };
