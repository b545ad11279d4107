import { relative } from "node:path";
import { findHandlerFiles, type ModuleGraph } from "../modules/index.ts";
import type { HandlersSource } from "./handlers.ts";

/**
 * Reads and compiles handlers with everything that they import, and runs none of it.
 *
 * @throws SioError for what the user can mend, such as a syntax error or a missing file
 */
export async function checkLinks({ path, graph, root }: HandlersSource): Promise<void> {
  const entries = findHandlerFiles(relative(root, path), root).map(({ file }) => file);
  const linked = new Error("All files are linked.");
  await ranUntil(graph, entries, linked).catch((error: unknown) => {
    if ((error as { readonly cause?: unknown }).cause !== linked) throw error;
  });
}

/** Entries are entered once all of them are linked, and before anything runs. */
async function ranUntil(graph: ModuleGraph, entries: readonly string[], linked: Error): Promise<void> {
  await graph.load(entries, undefined, () => {
    throw linked;
  });
}
