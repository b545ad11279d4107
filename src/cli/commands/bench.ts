import type { Command } from "commander";
import { addBenchFlags } from "../bench/flags.ts";
import type { Edge } from "../edge.ts";
import { addExamples } from "../help.ts";

/** Adds `sio bench URL`: many clients at once for a short time, and what they met. */
export function addBenchCommand(program: Command, edge: Edge): void {
  const command = program
    .command("bench")
    .summary("load a server, and tell how it does")
    .description("load a Socket.IO server with many clients, and tell how it does")
    .argument("<url>", "http, https, ws or wss; its path is the namespace, as in io(url)");
  addBenchFlags(command);
  addExamples(command, [
    ["sio bench http://localhost:5000", "100 clients for 10 seconds"],
    ["sio bench http://localhost:5000 --rate 50", "without waiting for answers"],
  ]);
  command.action(async (url: string) => {
    const { loadTest } = await import("../bench/load-test.ts");
    process.exitCode = await loadTest({ ...command.opts(), url }, edge);
  });
}
