import { type Log, silentLog } from "../lib/log.ts";

/** Says nothing but what must not be missed, in the way that Node tells a program of trouble in a library. */
export const warningLog: Log = {
  ...silentLog,
  warn: (message) => process.emitWarning(message, "SioServeWarning"),
  error: (message, { error } = {}) =>
    process.emitWarning(message, {
      type: "SioServeError",
      ...(error instanceof Error && error.stack && { detail: error.stack }),
    }),
};
