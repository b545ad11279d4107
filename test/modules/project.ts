import { mkdir, realpath, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { SioError } from "../../src/errors.ts";
import { createModuleGraph, type LoadedModules, type ModuleGraph } from "../../src/modules/index.ts";
import type { Namespace } from "../../src/modules/namespace.ts";
import { temporaryFolder } from "../_support/folder.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url));

/** A user's project on disk and a module graph over it, both gone when the test is over. */
export interface Project {
  /** The real path of the folder. */
  readonly path: string;
  readonly graph: ModuleGraph;
  /** What the modules gave to `on(name, handler)` of "sio-serve". */
  readonly handlers: Map<string, (...args: unknown[]) => unknown>;
  /** Absolute path of a file in the project. */
  file(name: string): string;
  write(name: string, text: string): Promise<string>;
  remove(name: string): Promise<string>;
  /** Loads one file, puts it in force, and returns its exports. */
  load(entry: string): Promise<Readonly<Namespace>>;
  /** Loads again after some files have changed; the caller commits. */
  reload(entry: string, changed: readonly string[]): Promise<LoadedModules>;
  /** The error with which loading a file fails. */
  failure(entry: string, changed?: readonly string[]): Promise<SioError>;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function project(files: Readonly<Record<string, string>>): Promise<Project> {
  const folder = await temporaryFolder(files);
  const path = await realpath(folder.path);
  const handlers: Project["handlers"] = new Map();
  const api = { on: (name: string, handler: () => unknown) => handlers.set(name, handler), version: "ours" };
  const graph = createModuleGraph({
    root: path,
    provided: { "sio-serve": api, "sio-serve/testing": { testServer: "ours" } },
    fallback: { names: ["socket.io"], from: repository },
  });
  const file = (name: string) => join(path, name);
  return {
    path,
    graph,
    handlers,
    file,
    async write(name, text) {
      await mkdir(dirname(file(name)), { recursive: true });
      await writeFile(file(name), text);
      return file(name);
    },
    async remove(name) {
      await rm(file(name));
      return file(name);
    },
    async load(entry) {
      const loaded = await graph.load([file(entry)]);
      loaded.commit();
      return loaded.namespaces[0] ?? {};
    },
    reload: (entry, changed) => graph.load([file(entry)], changed),
    async failure(entry, changed) {
      const error = await graph.load([file(entry)], changed).catch((thrown: unknown) => thrown);
      if (error instanceof SioError) return error;
      throw new Error("The load did not fail as it should.", { cause: error });
    },
    async [Symbol.asyncDispose]() {
      graph.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}
