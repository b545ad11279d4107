import { pathMatcher } from "../lib/glob.ts";
import type { LiveServer } from "./live-server.ts";
import type { Outcome } from "./outcome.ts";
import { spareMemory } from "./thrift.ts";
import { watchFiles } from "./watch.ts";
import { gitActivity, watchedPaths } from "./watched-paths.ts";

/** Who is to be kept in step with the files, and who hears of it. */
export interface Watching {
  readonly server: Pick<LiveServer, "update" | "config" | "sources" | "files">;
  readonly root: string;
  /** Called for each update that a change of files led to. */
  readonly onOutcome: (outcome: Outcome) => void;
  readonly onError: (error: unknown) => void;
}

/** A server that follows its files. */
export interface FileUpdates {
  /** Watches what the server depends on by now; to be called after an update that this did not lead to. */
  follow(failed: boolean): Promise<void>;
  close(): Promise<void>;
}

/** File systems take their time stamps from a clock that may be behind by one tick of the kernel. */
const stampMs = 4;
/** A failure is told unless more changes come so soon after it: then it was half of a save. */
const halfSavedMs = 60;

/**
 * Updates the server whenever a file that it depends on changes. What it depends on is asked again after every update, failed ones
 * included.
 *
 * @param since when the files that were loaded so far were still to be read, in the time of `Date.now()`
 */
export function updateOnChange({ server, root, onOutcome, onError }: Watching, since: number): FileUpdates {
  spareMemory();
  let readAfter = since;
  let failure: NodeJS.Timeout | undefined;
  const watch = watchFiles({
    ignored: (path) => pathMatcher(server.config.watchIgnore)(path),
    busy: gitActivity(root),
    onChange: (changed, noticedAt) => void update(changed, noticedAt).catch(onError),
    onError,
  });

  async function update(changed: ReadonlySet<string>, noticedAt: number): Promise<void> {
    clearTimeout(failure);
    readAfter = Date.now();
    const outcome = await server.update({ changed, noticedAt });
    if (outcome.kind === "failed") failure = setTimeout(() => onOutcome(outcome), halfSavedMs);
    else onOutcome(outcome);
    await follow(outcome.kind === "failed");
  }

  async function follow(failed: boolean): Promise<void> {
    const { config, sources, files: modules } = server;
    const paths = watchedPaths({ config, sources, modules });
    await watch.follow({ ...paths, since: readAfter - stampMs, eager: failed });
  }

  return {
    follow,
    async close() {
      clearTimeout(failure);
      await watch.close();
    },
  };
}
