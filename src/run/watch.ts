import { statSync } from "node:fs";
import { join } from "node:path";
import { FSWatcher } from "chokidar";
import { absent, type Fingerprint, fingerprint } from "./fingerprints.ts";
import { isModuleFile, WatchedFolders, type WatchedPaths } from "./watched-folders.ts";

/** What to do when something has changed. */
export interface WatchOptions {
  /** Paths whose changes count for nothing. */
  readonly ignored: (path: string) => boolean;
  /** Whether work goes on that will change more files, such as a checkout: it is waited for. */
  readonly busy: () => boolean;
  /**
   * Called with the paths whose content is not what it was; those that were saved together come together.
   *
   * @param noticedAt when the first of it was noticed, in the time of `performance.now()`
   */
  readonly onChange: (changed: ReadonlySet<string>, noticedAt: number) => void;
  readonly onError: (error: unknown) => void;
}

/** What to watch from now on. */
export interface Following extends WatchedPaths {
  /** What was not watched before counts as changed if it was written after this moment, in the time of `Date.now()`. */
  readonly since: number;
  /** Whether any module that comes to a watched folder counts too: it may be the one that was missing. */
  readonly eager: boolean;
}

/** Files being watched. */
export interface Watch {
  /** Replaces what is watched. */
  follow(following: Following): Promise<void>;
  /** Watches nothing any more. Safe to call twice. */
  close(): Promise<void>;
}

/** What stands for a path that nobody has looked at: it differs from whatever is found. */
const unknown: Fingerprint = { content: "?", full: true, stamp: undefined };

/** How long nothing may happen before a change is believed to be whole; where two files changed, more are likely to come. */
const quietMs = { one: 4, many: 40 };
/** How long a file is given to come back that has been emptied or is gone: many editors save in two steps. */
const refillMs = 150;
/** Changes that never end are told all the same. */
const longestMs = 2_000;
/** The system begins to watch some time after it was asked to; what changed until then is looked for this much later. */
const settleMs = [100, 1_000];

/**
 * Watches files for changes of their content; the same bytes saved again are no change. A save is one change, whether an editor writes in
 * place, truncates first, or renames a new file over the old one.
 */
export function watchFiles({ ignored, busy, onChange, onError }: WatchOptions): Watch {
  const known = new Map<string, Fingerprint>();
  const suspects = new Set<string>();
  const folders = new WatchedFolders();
  let following: Following = { files: [], places: [], folders: [], since: 0, eager: false };
  let timer: NodeJS.Timeout | undefined;
  let noticedAt: number | undefined;
  /** Since when a file that had content has been seen without. */
  let emptyAt: number | undefined;
  let closed = false;

  const watcher: FSWatcher = new FSWatcher({
    ignoreInitial: true,
    // Files themselves are watched only where folders do not tell of them.
    ignored: (path, stats) => !folders.wants(path, stats) && !(watcher.options.usePolling && known.has(path)),
  });
  // Chokidar's own events come late, and drop a change that follows another within 50 ms.
  watcher.on("raw", (event, name, about) => {
    // Chokidar's types leave this open.
    const { watchedPath } = about as { readonly watchedPath: string };
    for (const path of name ? [watchedPath, join(watchedPath, name)] : [watchedPath]) suspect(path, event !== "change");
  });
  watcher.on("all", (event, path) => suspect(path, event !== "change"));
  watcher.on("error", onError);

  /** A hint that something may have happened; what really has is looked at once it is quiet. */
  function suspect(path: string, mayComeOrGo: boolean): void {
    if (closed || ignored(path)) return;
    const own = known.has(path) || (following.eager && mayComeOrGo && isModuleFile(path)) ? [path] : [];
    const around = mayComeOrGo ? folders.around(path) : [];
    for (const one of [...own, ...around]) suspects.add(one);
    const files = [...suspects].filter((one) => !folders.isWhole(one));
    if (own.length + around.length > 0) lookAfter(files.length > 1 ? quietMs.many : quietMs.one);
  }

  function suspectAll(): void {
    if (closed) return;
    for (const [path, found] of known) if (found !== unknown) suspects.add(path);
    lookAfter(quietMs.one);
  }

  function lookAfter(ms: number): void {
    noticedAt ??= performance.now();
    clearTimeout(timer);
    timer = setTimeout(() => look().catch(onError), ms);
  }

  async function look(): Promise<void> {
    const since = noticedAt ?? performance.now();
    const waitedMs = performance.now() - since;
    if (busy() && waitedMs < longestMs) return lookAfter(quietMs.many);
    rewatch();
    const thisLook = timer;
    const looks = await Promise.all(
      Array.from(suspects, async (path) => ({
        path,
        was: known.get(path) ?? absent,
        is: await fingerprint(path, known.get(path)),
      })),
    );
    // A hint has come meanwhile, and will have its own look.
    if (closed || (timer !== thisLook && waitedMs < longestMs)) return;
    const changed = looks.filter(({ was, is }) => was.content !== is.content);
    emptyAt = changed.some(({ was, is }) => was.full && !is.full) ? (emptyAt ?? performance.now()) : undefined;
    if (emptyAt !== undefined && performance.now() - emptyAt < refillMs) return lookAfter(quietMs.many);
    emptyAt = undefined;
    for (const { path, is } of looks) {
      suspects.delete(path);
      known.set(path, is);
    }
    noticedAt = undefined;
    if (changed.length > 0) onChange(new Set(changed.map(({ path }) => path)), since);
  }

  /** Asks the system for the folders in which things are now. */
  function rewatch(): void {
    const { gone, added } = folders.refresh(following);
    if (gone.length > 0) watcher.unwatch(gone);
    if (added.length === 0) return;
    watcher.add(added);
    for (const ms of settleMs) setTimeout(suspectAll, ms).unref();
  }

  return {
    async follow(wanted) {
      const kept = (paths: Iterable<string>) => [...paths].filter((path) => !ignored(path));
      following = { ...wanted, files: kept(wanted.files), places: kept(wanted.places) };
      const read = new Set(following.files);
      const paths = new Set([...read, ...following.places, ...following.folders]);
      for (const path of known.keys()) {
        if (paths.has(path)) continue;
        known.delete(path);
        // A look would take it for one that has just come.
        suspects.delete(path);
      }
      const fresh = [...paths].filter((path) => !known.has(path));
      for (const path of fresh) known.set(path, unknown);
      rewatch();
      await Promise.all(
        fresh.map(async (path) => {
          const found = await fingerprint(path);
          // Asked afterwards, so that what was written meanwhile counts.
          const changed = isNewer(path, following.since);
          const isDeleted = read.has(path) && found.content === absent.content;
          if (known.get(path) === unknown && !changed && !isDeleted) known.set(path, found);
          else suspect(path, false);
        }),
      );
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await watcher.close();
    },
  };
}

function isNewer(path: string, since: number): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats !== undefined && Math.max(stats.mtimeMs, stats.ctimeMs) > since;
}
