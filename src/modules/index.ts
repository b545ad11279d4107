export type { LoadedModules, ModuleGraph, ModuleGraphOptions, ModuleVersion } from "./contract.ts";
export { findHandlerFiles, locateHandlers } from "./entries.ts";
export { createModuleGraph } from "./graph.ts";
export { importLazyModules } from "./lazy.ts";
