import type { Command } from "commander";
import type { Edge } from "../edge.ts";
import type { EmitFlags } from "../emit/flags.ts";
import { addOptionFlags } from "../flags.ts";
import { addExamples } from "../help.ts";
import { repeated } from "../repeated.ts";
import { whenNamed } from "../when-named.ts";

/** Adds `sio emit EVENT [JSON …]`: sends an event to the clients of servers that run elsewhere, and tells how many servers heard it. */
export function addEmitCommand(program: Command, edge: Edge): void {
  const command = program
    .command("emit")
    .summary("send an event to clients from a shell")
    .description("send an event to the clients of servers that run elsewhere")
    .argument("<event>", "its name")
    .argument("[json...]", "its arguments, JSON or plain words; - is read from stdin");
  whenNamed(command, () => addOwnFlags(command));
  addOptionFlags(command, { handlers: false });
  addExamples(command, [
    ['sio emit news \'{"title":"Hello"}\' --adapter redis://127.0.0.1:6379', "to everyone"],
    ["uptime | sio emit load - --to admins", "with the adapter of the settings"],
    ["sio emit news 1 --url http://127.0.0.1:5001", "without a broker"],
  ]);
  command.action(async (event: string, words: readonly string[]) => {
    const { emit } = await import("../emit/emit.ts");
    await emit({ event, words, flags: command.opts<EmitFlags>(), command }, edge);
  });
}

function addOwnFlags(command: Command): void {
  command
    .option("--to <room>", "only to clients in this room; may be repeated", repeated)
    .option("--except <room>", "not to clients in this room; may be repeated", repeated)
    .option("--namespace <name>", "to clients of this namespace instead of /")
    .option("--url <url>", "by way of a server's admin port, instead of the broker")
    .option("--token <text>", "that server's token, if SIO_ADMIN_TOKEN does not give it")
    .option("--lines", "send one event for each line of stdin")
    .option("--json", "print one JSON object");
}
