import type { Command } from "commander";
import type { Edge } from "../edge.ts";
import { addOptionFlags } from "../flags.ts";
import { addExamples } from "../help.ts";
import { repeated } from "../repeated.ts";

/** Adds `sio doctor [handlers]`: what in a project, on its machine or at a URL cannot work, why, and what to do. Nothing is started. */
export function addDoctorCommand(program: Command, edge: Edge): void {
  const command = program
    .command("doctor")
    .summary("find what cannot work together")
    .description("find packages and settings that cannot work together, and say how to mend it")
    .option("--json", "print one JSON object")
    .option("--strict", "let warnings fail too")
    .option("--fix", "run the commands that mend what can be mended safely, after asking")
    .option("-y, --yes", "do not ask")
    .optionsGroup("A server that runs:")
    .option("--url <url>", "look at the server there, from outside, instead of at this project")
    .option("--namespace <name>", "namespace to join there")
    .option("--origin <url>", "origin of a page that must be let in there")
    .option("--header <line>", "header to send there, such as a cookie; may be repeated", repeated)
    .option("--insecure", "go on where its certificate is not to be trusted")
    .option("--idle <seconds>", "how long to hold connections open there");
  addOptionFlags(command);
  addExamples(command, [
    ["sio doctor --fix", "and mend what is safe to mend"],
    ["sio doctor --url https://chat.example.com", "a server that runs, from outside"],
  ]);
  command.action(async () => {
    const flags = command.opts();
    if (flags.url === undefined) {
      const { doctor } = await import("../doctor/doctor.ts");
      process.exitCode = await doctor(flags, command, edge);
      return;
    }
    const { doctorAtUrl } = await import("../doctor/at-url.ts");
    process.exitCode = await doctorAtUrl({ ...flags, url: flags.url }, edge);
  });
}
