import type { Command } from "commander";
import type { Edge } from "./edge.ts";
import { type LoadedSettings, loadSettings } from "./settings.ts";

/** The settings as they will be in production, unless the command line or the environment names another mode; warnings are printed. */
export async function productionSettings(edge: Edge, command: Command): Promise<LoadedSettings> {
  const settings = await loadSettings({ ...edge, env: { NODE_ENV: "production", ...edge.env } }, command);
  for (const warning of settings.warnings) edge.stderr(`${warning}\n`);
  return settings;
}
