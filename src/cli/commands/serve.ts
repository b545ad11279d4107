import type { Command } from "commander";
import type { Edge } from "../edge.ts";
import { addOptionFlags } from "../flags.ts";
import { addExamples } from "../help.ts";
import { serve } from "../serving.ts";
import { loadSettings } from "../settings.ts";

/** Adds `sio serve [handlers]`, the default command: runs a server until it is told to stop. */
export function addServeCommand(program: Command, edge: Edge): void {
  const command = program.command("serve", { isDefault: true }).description("serve a file or folder of handlers");
  addOptionFlags(command, { listed: true });
  addExamples(command, [
    ["sio-serve handlers.ts", "on http://127.0.0.1:5000"],
    ["sio-serve handlers/ --port 8080 --host 0.0.0.0", "a folder: each file is a namespace"],
  ]);
  command.action(async () => {
    process.exitCode = await serve((env) => loadSettings({ ...edge, env }, command), edge);
  });
}
