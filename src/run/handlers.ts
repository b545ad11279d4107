import { relative } from "node:path";
import type { Application } from "../app/application.ts";
import { checkRoutes } from "../app/http.ts";
import type { Registry } from "../app/registry.ts";
import { SioError } from "../errors.ts";
import { within } from "../lib/within.ts";
import { findHandlerFiles, type LoadedModules, type ModuleGraph, type ModuleVersion } from "../modules/index.ts";
import { RestartNeeded } from "./restart-needed.ts";

/** The user's handlers on disk. */
export interface HandlersSource {
  /** The handlers file, or a folder with a file for each namespace. */
  readonly path: string;
  /** Made with `moduleHooks` of the application. */
  readonly graph: ModuleGraph;
  /** What paths in messages are relative to. */
  readonly root: string;
  /** Asked once all is loaded, before it is put in force. Rejects with why it should not be. */
  readonly agree?: (() => Promise<void>) | undefined;
}

/** What a load has done. */
export interface Load {
  /** The files that it evaluated; the others are as they were. */
  readonly evaluated: readonly string[];
  /** All files that the handlers in force were made from. */
  readonly files: ReadonlySet<string>;
  /** How many sockets stayed connected. */
  readonly sockets: number;
}

/** How long routes may take to become ready. */
const routesMs = 5_000;

/**
 * Loads the handlers beside those in force, which then are replaced whole; what was replaced is disposed of. If anything fails, what was
 * in force stays, and what was new is disposed of. One load at a time.
 *
 * @param changed Files that were written, added or deleted since the last load; without it, every file is evaluated again.
 * @throws SioError for what the user can mend
 * @throws RestartNeeded if a file that has declined to be replaced would be
 */
export async function loadHandlers(
  app: Application,
  source: HandlersSource,
  changed?: Iterable<string>,
): Promise<Load> {
  const { path, graph, root } = source;
  const entries = findHandlerFiles(relative(root, path), root);
  const namespaces = new Map(entries.map(({ file, namespace = "/" }) => [file, namespace]));
  // What the server's stop has ended does not come back by itself.
  const paths = changed && !app.parts.isEmpty ? [...changed] : undefined;
  refuseDeclined(app, graph.stale(paths), root);
  const enter = (file: string) => {
    app.parts.entering = namespaces.get(file) ?? "/";
  };
  try {
    const loaded = await graph.load([...namespaces.keys()], paths, enter);
    const stay = new Set(loaded.modules);
    refuseDeclined(
      app,
      graph.stale().filter((version) => !stay.has(version)),
      root,
    );
    const registry = propose(app, loaded, [...namespaces.values()]);
    await checkReady(registry);
    await source.agree?.();
    const { sockets } = await swap(app, registry, source);
    loaded.commit();
    app.parts.accept();
    return { evaluated: loaded.evaluated, files: loaded.files, sockets };
  } catch (error) {
    app.parts.reject();
    throw error;
  }
}

function refuseDeclined(app: Application, versions: readonly ModuleVersion[], root: string): void {
  const declined = app.parts.declined(versions);
  if (declined !== undefined) throw new RestartNeeded(`${relative(root, declined)} has declined to be replaced`);
}

function propose(app: Application, loaded: LoadedModules, namespaces: readonly string[]): Registry {
  const entries = loaded.entries.map((version, index) => ({
    version,
    exports: loaded.namespaces[index] ?? {},
    namespace: namespaces[index] ?? "/",
  }));
  return app.parts.propose({ modules: loaded.modules, entries });
}

async function checkReady({ http }: Registry): Promise<void> {
  const late = () => new SioError("handlers", `The export "http" was not ready after ${routesMs / 1_000} s.`);
  await within(routesMs, checkRoutes(http), late);
}

async function swap(
  app: Application,
  registry: Registry,
  { path, graph, root }: HandlersSource,
): Promise<{ readonly sockets: number }> {
  try {
    return await app.swap(registry);
  } catch (cause) {
    if (cause instanceof SioError) throw cause;
    const place = graph.userFrame(cause);
    const at = place ? `${place.file}:${place.line}:${place.column}` : relative(root, path);
    throw new SioError("handlers", `${at}: the default export threw: ${messageOf(cause)}`, {
      cause,
      ...(place?.frame && { detail: place.frame }),
    });
  }
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
