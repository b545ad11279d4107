import type { HandlerFault } from "./dispatch.ts";
import type { TaskFault } from "./tasks.ts";

/** Something that the user's code threw: a handler, or a background task. */
export type Fault = HandlerFault | TaskFault;

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
}
