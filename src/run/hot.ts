import type { Cleanup } from "../app/part.ts";
import { isReplaying } from "../app/plain/current.ts";
import { currentApp } from "./current-app.ts";

/** What a handlers file can say and know about being replaced while the server runs. */
export interface Hot {
  /**
   * An object that all versions of this file share: what one puts there, the next finds. It does not outlive the process, and begins
   * anew when a file that nobody imported any more is imported again. In npm packages, which are never replaced, it is empty.
   *
   * @example
   * const games: Map<string, Game> = (hot.data.games ??= new Map());
   */
  // biome-ignore lint/suspicious/noExplicitAny: each file keeps values of its own types there
  readonly data: Record<string, any>;
  /**
   * This file cannot be replaced while the server runs, because it loads an addon or holds a port, say. A change of it, or of what it
   * imports, restarts the server.
   */
  decline(): void;
  /** Whether a connection callback of plain Socket.IO code is running again, for a socket that was connected before. */
  readonly replaying: boolean;
}

/** What the file that imports it can say and know about being replaced; see {@link Hot}. */
export const hot: Hot = {
  data: {},
  decline() {},
  get replaying() {
    return isReplaying();
  },
};

/**
 * Calls `cleanup`, which may be async, when the file that asks is replaced by a newer version, and when the server stops. Timers and
 * background tasks end by themselves; this is for whatever else a file opens. The last registered is called first, each has 5 s, and what
 * it throws is logged. In a connection callback of plain Socket.IO code, it is called when that callback is replaced.
 *
 * @throws TypeError for what is no function
 * @example
 * const server = createServer().listen(9000);
 * onDispose(() => server.close());
 */
export function onDispose(cleanup: Cleanup): void {
  currentApp().onDispose(cleanup);
}
