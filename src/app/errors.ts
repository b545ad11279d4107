/**
 * Thrown in a `connect` handler to refuse a client with words of your own. The client's `connect_error` gets `message`,
 * and `data` as `err.data`. Any other throw refuses with a neutral message and is logged.
 *
 * @example
 * on("connect", (auth) => {
 *   if (!auth?.token) throw new ConnectionRefusedError("Sign in first", { code: "unauthorized" });
 * });
 */
export class ConnectionRefusedError extends Error {
  override readonly name = "ConnectionRefusedError";
  /** What the client reads as `err.data`; any value that JSON (or the parser in use) can carry. */
  readonly data: unknown;

  constructor(message = "Connection refused", data?: unknown) {
    super(message);
    this.data = data;
  }
}

/** A client did not acknowledge a {@link call} in time. */
export class TimeoutError extends Error {
  override readonly name = "TimeoutError";
}

/** The client that a {@link call} waited for has gone. */
export class DisconnectedError extends Error {
  override readonly name = "DisconnectedError";
}

/** A context-bound name (`emit`, `request`, …) was used where no event is being handled. */
export class NoContextError extends Error {
  override readonly name = "NoContextError";
}

/** A client sent what no handler may get; see `payload.ts`. */
export class RefusedPayload extends Error {
  override readonly name = "RefusedPayload";
}
