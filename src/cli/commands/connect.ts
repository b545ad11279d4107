import type { Command } from "commander";
import { addConnectFlags } from "../connect/flags.ts";
import type { Edge } from "../edge.ts";
import { addExamples } from "../help.ts";

/** Adds `sio connect URL`: a client at the terminal, or in a script, for any Socket.IO server. */
export function addConnectCommand(program: Command, edge: Edge): void {
  const command = program
    .command("connect")
    .summary("talk to a server from the terminal")
    .description("talk to a Socket.IO server, at the terminal or in a script")
    .argument("<url>", "http or https; its path is the namespace, as in io(url)");
  addConnectFlags(command);
  addExamples(command, [
    ["sio connect http://localhost:5000/admin", "at the terminal"],
    ["sio connect http://localhost:5000 --eval 'call add 1 2' --json", "in a script"],
  ]);
  command.action(async (url: string) => {
    const { connect } = await import("../connect/connect.ts");
    process.exitCode = await connect({ ...command.opts(), url }, edge);
  });
}
