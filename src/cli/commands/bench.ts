import type { Command } from "commander";
import { addBenchFlags } from "../bench/flags.ts";
import type { Edge } from "../edge.ts";

/** Adds `sio bench URL`: many clients at once for a short time, and what they met. */
export function addBenchCommand(program: Command, edge: Edge): void {
  const command = program
    .command("bench")
    .description("load a Socket.IO server with many clients, and tell how it does")
    .argument("<url>", "http, https, ws or wss; its path is the namespace, as in io(url)");
  addBenchFlags(command);
  command.action(async (url: string) => {
    const { loadTest } = await import("../bench/load-test.ts");
    process.exitCode = await loadTest({ ...command.opts(), url }, edge);
  });
}
