import type { Command } from "commander";
import type { Edge } from "../edge.ts";
import { addOptionFlags } from "../flags.ts";
import { addExamples, servingLayout } from "../help.ts";
import { serve } from "../serving.ts";
import { loadSettings } from "../settings.ts";

/** Adds `sio serve [handlers]`, the default command: runs a server until it is told to stop. */
export function addServeCommand(program: Command, edge: Edge): void {
  const command = program.command("serve", { isDefault: true }).description("serve a file or folder of handlers");
  command.configureHelp(servingLayout);
  addOptionFlags(command);
  addExamples(command, [
    ["sio-serve handlers.ts", "on port 5000 of this machine"],
    ["sio-serve handlers/ --host 0.0.0.0", "a folder: each file is a namespace"],
  ]);
  command.action(async () => {
    process.exitCode = await serve((env) => loadSettings({ ...edge, env }, command), edge);
  });
}
