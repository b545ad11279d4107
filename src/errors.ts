/**
 * Every way in which sio-serve refuses to go on, with the exit status that a shell sees.
 * The numbers are those of BSD `sysexits.h`, so that a supervisor can tell a wrong setting (do not restart)
 * from a busy port (try again).
 */
export const exitStatuses = {
  /** The command line cannot be understood: unknown flag, missing argument. EX_USAGE */
  usage: 64,
  /** A handlers file was found but does not load: syntax error, missing import, throw at load. EX_DATAERR */
  handlers: 65,
  /** A file or folder that was named does not exist. EX_NOINPUT */
  input: 66,
  /** The address cannot be had, or a service this server needs does not answer. EX_UNAVAILABLE */
  unavailable: 69,
  /** Our own bug. EX_SOFTWARE */
  bug: 70,
  /** A setting is wrong, or settings or packages exclude each other. EX_CONFIG */
  config: 78,
} as const;

/** The name of a kind of refusal; `exitStatuses[code]` is the status the process ends with. */
export type ErrorCode = keyof typeof exitStatuses;

/** What a {@link SioError} may carry besides its message. */
export interface SioErrorOptions {
  /** What to do about it: a command to run or an edit to make. Shown on a line of its own. */
  readonly hint?: string;
  /** More lines that show the place, such as a code frame. Shown between message and hint. */
  readonly detail?: string;
  /** The error that led here; its stack is shown only at log level `debug`. */
  readonly cause?: unknown;
}

/**
 * A mistake that the user can mend. It is shown as message, detail and hint, without a stack; any other error is a bug
 * of ours and is shown whole.
 *
 * @example
 * throw new SioError("unavailable", "Port 5000 is taken.", { hint: "Choose another: --port 5001" });
 */
export class SioError extends Error {
  override readonly name = "SioError";
  /** What kind of mistake it is; it decides the exit status. */
  readonly code: ErrorCode;
  /** What to do about it: a command to run or an edit to make. */
  readonly hint: string | undefined;
  /** More lines that show the place, such as a code frame. */
  readonly detail: string | undefined;

  constructor(code: ErrorCode, message: string, options: SioErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
    this.detail = options.detail;
  }
}
