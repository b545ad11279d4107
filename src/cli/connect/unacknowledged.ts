import { SioError } from "../../errors.ts";

/** Says why an event has no acknowledgement, from the error with which Socket.IO's client gives up: the time was up, or the connection went. */
export function unacknowledged(event: string, timeoutMs: number, cause: Error): SioError {
  if (cause.message !== "operation has timed out") {
    return new SioError("unavailable", `The connection was lost before the event "${event}" was acknowledged.`, {
      cause,
    });
  }
  return new SioError("unavailable", `The event "${event}" was not acknowledged within ${timeoutMs / 1_000} s.`, {
    hint: "Its handler must return a value or call its acknowledgement; emit asks for none.",
    cause,
  });
}
