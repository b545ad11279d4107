import type { Command } from "commander";
import type { Edge } from "../edge.ts";
import { addOptionFlags } from "../flags.ts";
import { serve } from "../serving.ts";
import { loadSettings } from "../settings.ts";

/** Adds `sio dev [handlers]`: `serve` for those who write the handlers, with `--watch` unless a setting says otherwise. */
export function addDevCommand(program: Command, edge: Edge): void {
  const command = program.command("dev").description("serve, and put changes in force as files are saved");
  addOptionFlags(command);
  command.action(async () => {
    const defaults = { watch: true };
    process.exitCode = await serve((env) => loadSettings({ ...edge, env }, command, { defaults }), edge);
  });
}
