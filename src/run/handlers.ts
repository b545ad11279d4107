import { relative } from "node:path";
import type { Application } from "../app/application.ts";
import { collectExports } from "../app/collect.ts";
import { checkRoutes } from "../app/http.ts";
import { SioError } from "../errors.ts";
import { findHandlerFiles, type ModuleGraph } from "../modules/index.ts";

/** The user's handlers on disk. */
export interface HandlersSource {
  /** The handlers file, or a folder with a file for each namespace. */
  readonly path: string;
  readonly graph: ModuleGraph;
  /** What paths in messages are relative to. */
  readonly root: string;
}

/** Loads the handlers into a new registry and puts it in force. If anything fails, what was in force stays. */
export async function loadHandlers(app: Application, { path, graph, root }: HandlersSource): Promise<void> {
  const entries = findHandlerFiles(relative(root, path), root);
  const namespaces = new Map(entries.map(({ file, namespace = "/" }) => [file, namespace]));
  let commit: (() => void) | undefined;
  const registry = await app.collect(async (belongsTo) => {
    const enter = (file: string) => belongsTo(namespaces.get(file) ?? "/");
    const loaded = await graph.load([...namespaces.keys()], undefined, enter);
    commit = loaded.commit;
    for (const [index, [file, namespace]] of [...namespaces].entries()) {
      enter(file);
      collectExports(app, loaded.namespaces[index] ?? {}, namespace);
    }
  });
  await checkRoutes(registry.http);
  try {
    await app.swap(registry);
  } catch (cause) {
    const place = graph.userFrame(cause);
    const at = place ? `${place.file}:${place.line}:${place.column}` : relative(root, path);
    throw new SioError("handlers", `${at}: the default export threw: ${messageOf(cause)}`, {
      cause,
      ...(place?.frame && { detail: place.frame }),
    });
  }
  commit?.();
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
