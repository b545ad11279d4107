import { dirname, join } from "node:path";
import type { Config } from "../config/options.ts";
import { memoize, once } from "../lib/memoize.ts";
import { majorOf } from "../lib/version.ts";
import { askersOf } from "./inventory/askers.ts";
import { findCopies } from "./inventory/copies.ts";
import { type Files, openFiles } from "./inventory/files.ts";
import { readProjectFiles } from "./inventory/project.ts";
import { findWorkspace, pathFrom } from "./inventory/workspace.ts";
import type { Inventory, Runtime } from "./inventory.ts";
import { handlerTexts, pageTexts } from "./texts.ts";

/** Where to look. */
export interface InventoryOptions {
  /** The handlers file or folder, absolute. */
  readonly handlers?: string | undefined;
  /** The folder to begin in where there are no handlers, absolute. */
  readonly root: string;
  readonly config: Config;
  /** A folder of sio-serve, whose own packages serve where the project has none that fit. */
  readonly sioServeDir?: string;
  readonly runtime?: Runtime;
}

/**
 * Everything the rules may ask about a project. What is not asked for is not read, and no package that is not asked for by its name. It
 * never throws for what it finds: what cannot be read is a sentence in `unread`.
 */
export function takeInventory(options: InventoryOptions): Inventory {
  const { handlers, config, sioServeDir = import.meta.dirname, runtime = thisRuntime } = options;
  const unread = new Set<string>();
  const note = (sentence: string) => void unread.add(sentence);
  let root = options.root;
  const files = openFiles((path) => pathFrom(root, path), note);
  const start = startOf(handlers, files) ?? root;
  const workspace = findWorkspace(start, files);
  root = workspace.root;
  for (const folder of [root, workspace.top]) if (files.has(join(folder, ".pnp.cjs"))) note(inArchives);
  const project = readProjectFiles(workspace, files, note);
  const copies = findCopies({
    ...{ root, start, files, note, members: project.members },
    askers: (copy) => askersOf(copy, { root, copies, files, declared: project.declared, lock: project.lock() }),
  });

  const serving: Inventory["serving"] = memoize((name) => {
    const within = name === "socket.io" ? undefined : serving(servedBy[name] ?? "socket.io");
    if (within) return copies.loadedFrom(within.folder, name);
    const [own, ours] = [start, sioServeDir].map((folder) => copies.loadedFrom(folder, name));
    return own && ours && majorOf(own.version) === majorOf(ours.version) ? own : ours;
  });
  const handlerFiles = once(() => (handlers === undefined ? [] : handlerTexts(handlers, root)));
  const pageFiles = once(() => (config.static === undefined ? [] : pageTexts(config.static, root)));
  return {
    root,
    config,
    runtime,
    get packageManager() {
      return project.packageManager();
    },
    installed: copies.all,
    loaded: (name, from) => copies.loadedFrom(from?.folder ?? start, name),
    serving,
    filesOf: (copy, folder = ".") => files.list(join(copy.folder, folder)),
    declared: project.declared,
    forced: project.forced,
    get handlers() {
      return handlerFiles();
    },
    get pages() {
      return pageFiles();
    },
    get unread() {
      return [...unread];
    },
  };
}

const inArchives = "Yarn keeps the packages in archives (Plug'n'Play), which are not read.";

/** Who imports what else the server runs on, where that is not Socket.IO itself. */
const servedBy: Readonly<Record<string, string>> = {
  ws: "engine.io",
  cookie: "engine.io",
  "engine.io-parser": "engine.io",
};

const thisRuntime: Runtime = {
  platform: process.platform,
  arch: process.arch,
  modules: process.versions.modules,
  bun: process.versions.bun !== undefined,
};

function startOf(handlers: string | undefined, files: Files): string | undefined {
  if (handlers === undefined) return undefined;
  return files.isFolder(handlers) ? handlers : dirname(handlers);
}
