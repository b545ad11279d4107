/** What can run this program. */
export type Runtime = "node" | "bun" | "deno";

/** What runs it now. */
export function currentRuntime(): Runtime {
  if (process.versions.bun !== undefined) return "bun";
  return process.versions.deno === undefined ? "node" : "deno";
}

/** How each is called. */
export const runtimeTitles: Readonly<Record<Runtime, string>> = { node: "Node.js", bun: "Bun", deno: "Deno" };
