import type { Command } from "commander";
import type { Edge } from "../edge.ts";
import { addOptionFlags } from "../flags.ts";
import { addExamples } from "../help.ts";
import { serve } from "../serving.ts";
import { loadSettings } from "../settings.ts";

/** Adds `sio dev [handlers]`: `serve` for those who write the handlers, with `--watch` unless a setting says otherwise. */
export function addDevCommand(program: Command, edge: Edge): void {
  const command = program
    .command("dev")
    .summary("serve, and follow changes of the files")
    .description("serve, and put changes in force as files are saved; clients stay connected");
  addOptionFlags(command);
  addExamples(command, [
    ["sio dev handlers.ts", "h shows the keys"],
    ["sio dev handlers.ts --static public --open", "with a page, in the browser"],
    ["sio dev handlers.ts --host 0.0.0.0 --qr", "for phones on the network"],
    ["sio dev handlers.ts --https --port auto", "encrypted, on a port that is free"],
  ]);
  command.action(async () => {
    const defaults = { watch: true };
    process.exitCode = await serve((env) => loadSettings({ ...edge, env }, command, { defaults }), edge);
  });
}
