import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { checkRoutes } from "../app/http.ts";
import type { Namespace } from "../app/namespace.ts";
import type { PlainSetup } from "../app/registry.ts";
import * as api from "../index.ts";
import { createModuleGraph, importLazyModules, type ModuleGraph } from "../modules/index.ts";
import { loadHandlers } from "../run/handlers.ts";
import { moduleHooks } from "../run/module-hooks.ts";

/**
 * The handlers to test:
 * - the path (relative to the working directory) or URL of a file or folder, which is loaded anew, as the command does
 * - a function: plain Socket.IO code that takes `io`, or code that calls `on(…)` and its kin
 * - a class that extends `Namespace`, or an instance
 * - a module that was imported: what it exports, and what imported modules have registered by calling
 */
export type Handlers =
  | string
  | URL
  | PlainSetup
  | Namespace
  | (new () => Namespace)
  | { readonly [exported: string]: unknown };

/** Handlers on their way into an application. */
export interface Loader {
  /** Fills the application; relative paths start at `root`. */
  load(root: string): Promise<void>;
  /** Where in a file of handlers an error was thrown, if that is known. */
  readonly locate: ModuleGraph["userFrame"];
  /** Gives back what loading changed in this process. Safe to call twice. */
  close(): void;
}

/** @throws TypeError for what cannot be handlers */
export function loaderOf(handlers: Handlers, app: api.SocketIO): Loader {
  if (typeof handlers === "string" || handlers instanceof URL) return fileLoader(handlers, app);
  if (typeof handlers !== "function" && (typeof handlers !== "object" || handlers === null)) {
    throw new TypeError("testServer() takes a path, a function, a Namespace or an imported module of handlers.");
  }
  return { load: () => loadModule(handlers, app), locate: () => undefined, close() {} };
}

async function loadModule(handlers: object, app: api.SocketIO): Promise<void> {
  // An imported module has called on(…) when it was evaluated, which it is only once, for the application being served.
  if (isModule(handlers)) app.parts.program.early.include(api.app.registry);
  const exports = isModule(handlers) ? handlers : { default: handlers };
  const version = { file: "", inForce: true };
  const registry = app.parts.propose({ modules: [], entries: [{ version, exports, namespace: "/" }] });
  await checkRoutes(registry.http);
  await app.swap(registry);
  app.parts.accept();
}

function fileLoader(path: string | URL, app: api.SocketIO): Loader {
  let graph: ModuleGraph | undefined;
  return {
    async load(root) {
      await importLazyModules();
      graph = createModuleGraph({
        root,
        ...moduleHooks(app, { ...api, app }),
        fallback: { names: ["socket.io"], from: fileURLToPath(new URL("..", import.meta.url)) },
      });
      await loadHandlers(app, {
        path: typeof path === "string" ? resolve(root, path) : fileURLToPath(path),
        graph,
        root,
      });
    },
    locate: (error) => graph?.userFrame(error),
    close: () => graph?.close(),
  };
}

function isModule(handlers: object): handlers is Readonly<Record<string, unknown>> {
  return Object.prototype.toString.call(handlers) === "[object Module]" || "__esModule" in handlers;
}
