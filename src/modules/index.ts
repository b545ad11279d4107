export type { LoadedModules, ModuleGraph } from "./contract.ts";
export { findHandlerFiles } from "./entries.ts";
export { createModuleGraph } from "./graph.ts";
export { importLazyModules } from "./lazy.ts";
export type { Namespace } from "./namespace.ts";
