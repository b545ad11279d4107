import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { PackageTool } from "./commands.ts";
import type { Inventory } from "./inventory.ts";

/** The project's package manager, and what decides how it is spoken to. */
export function packageToolOf({
  root,
  packageManager: manager,
}: Pick<Inventory, "root" | "packageManager">): PackageTool {
  const text = textOf(join(root, "package.json"));
  return {
    manager,
    workspace: /"workspaces"\s*:/.test(text) || existsSync(join(root, "pnpm-workspace.yaml")),
    classic: manager === "yarn" && !existsSync(join(root, ".yarnrc.yml")) && !/"yarn@[2-9]/.test(text),
  };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
