import { Argument, type Command } from "../commander.ts";
import type { TargetName } from "../deploy/targets.ts";
import type { DeployFlags } from "../deploy/write.ts";
import type { Edge } from "../edge.ts";
import { addOptionFlags } from "../flags.ts";
import { addExamples } from "../help.ts";
import { productionSettings } from "../production-settings.ts";

const names = ["docker", "systemd", "k8s"] as const satisfies readonly TargetName[];

/** Adds `sio deploy-files docker|systemd|k8s`: what a server needs where its users are, filled from the settings in force. */
export function addDeployFilesCommand(program: Command, edge: Edge): void {
  const command = program
    .command("deploy-files")
    .summary("write what a deployment needs")
    .description("write a Dockerfile, a systemd unit or a Kubernetes manifest that fits the settings")
    .addArgument(new Argument("<target>", "where it will run").choices(names))
    .option("--out <dir>", "folder for the files; the current one if left out");
  addOptionFlags(command);
  addExamples(command, [
    ["sio deploy-files docker handlers.ts --static public", "a Dockerfile"],
    ["sio deploy-files k8s handlers.ts --adapter redis://redis:6379 --out deploy", "a manifest"],
    ["sio deploy-files systemd handlers.ts --force", "overwrites the unit that is there"],
  ]);
  command.action(async (target: TargetName) => {
    const settings = await productionSettings(edge, command);
    const { writeFiles } = await import("../deploy/write.ts");
    writeFiles(target, { settings, flags: command.opts<DeployFlags>(), edge });
  });
}
