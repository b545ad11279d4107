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
  trace(message: string, fields?: LogFields): void;
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** A log that keeps nothing. */
export const silentLog: Log = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };
