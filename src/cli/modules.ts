import { fileURLToPath } from "node:url";
import * as api from "../index.ts";
import { createModuleGraph, type ModuleGraph } from "../modules/index.ts";
import { moduleHooks } from "../run/module-hooks.ts";

/** The module graph of a project's handlers: this copy of the package is what they import, and Socket.IO is there in any case. */
export function handlersGraph(root: string): ModuleGraph {
  return createModuleGraph({
    root,
    ...moduleHooks(api.app, api),
    fallback: { names: ["socket.io"], from: fileURLToPath(new URL("..", import.meta.url)) },
  });
}
