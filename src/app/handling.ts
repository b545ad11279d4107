import type { HandlerFault } from "./dispatch.ts";
import type { CleanupFault } from "./part.ts";
import type { InvalidEvent } from "./schema.ts";
import type { TaskFault } from "./tasks.ts";

/** Something that the user's code threw: a handler, a background task, or a cleanup. */
export type Fault = HandlerFault | TaskFault | CleanupFault;

/** What decides how events are handled, besides the handlers themselves. */
export interface Handling {
  /** `false`: one client's events are handled one after the other. */
  readonly asyncHandlers: boolean;
  /** `true`: clients are accepted first, and disconnected if the `connect` handler refuses. */
  readonly alwaysConnect: boolean;
  /** Handlers read and write the client's HTTP session itself, not a copy. */
  readonly sharedSession: boolean;
  /** Called once for each error that no error handler took. MUST NOT throw. */
  readonly onFault: (fault: Fault) => void;
  /** Called for each event whose arguments do not fit its handler's schemas. MUST NOT throw. */
  readonly onInvalid: (invalid: InvalidEvent) => void;
}

/** What becomes of a fault before there is a server with a log. */
export function throwFault({ error }: Fault): never {
  throw error;
}
