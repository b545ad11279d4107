export type { LoadedModules, ModuleGraph, ModuleGraphOptions } from "./contract.ts";
export { findHandlerFiles, type HandlerFile } from "./entries.ts";
export type { UserFrame } from "./explain.ts";
export { createModuleGraph } from "./graph.ts";
export type { Namespace } from "./namespace.ts";
export type { Fallback } from "./resolve.ts";
