import { relative } from "node:path";
import type { Application } from "../app/application.ts";
import { collectExports } from "../app/collect.ts";
import { SioError } from "../errors.ts";
import { checkRoutes } from "../features/routes.ts";
import { findHandlerFiles } from "../modules/entries.ts";
import type { ModuleGraph } from "../modules/index.ts";

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
  const loads: { commit(): void }[] = [];
  const registry = await app.collect(async (belongsTo) => {
    for (const { file, namespace = "/" } of findHandlerFiles(path)) {
      belongsTo(namespace);
      const loaded = await graph.load([file]);
      loads.push(loaded);
      const [exports = {}] = loaded.namespaces;
      collectExports(app, app.collecting, exports, namespace);
    }
  });
  await checkRoutes(registry.http);
  try {
    await app.swap(registry);
  } catch (cause) {
    throw new SioError("handlers", `The default export of ${relative(root, path)} failed: ${messageOf(cause)}`, { cause });
  }
  for (const load of loads) load.commit();
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
