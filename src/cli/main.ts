import { exitStatuses } from "../errors.ts";
import { Command, CommanderError } from "./commander.ts";
import { addBenchCommand } from "./commands/bench.ts";
import { addCompletionCommand } from "./commands/completion.ts";
import { addConfigCommand } from "./commands/config.ts";
import { addConnectCommand } from "./commands/connect.ts";
import { addDeployFilesCommand } from "./commands/deploy-files.ts";
import { addDevCommand } from "./commands/dev.ts";
import { addDoctorCommand } from "./commands/doctor.ts";
import { addEmitCommand } from "./commands/emit.ts";
import { addInitCommand } from "./commands/init.ts";
import { addProxyCommand } from "./commands/proxy.ts";
import { addReloadCommand } from "./commands/reload.ts";
import { addServeCommand } from "./commands/serve.ts";
import type { Edge } from "./edge.ts";
import { addExamples, type Example, helpLayout, servingLayout } from "./help.ts";
import { refuseMistyped } from "./mistyped-command.ts";
import { showError, statusOf } from "./report.ts";
import { askTerminal, type Paint, paintFor } from "./terminal.ts";
import { packageVersion } from "./version.ts";

/** Every command; the first is the one that runs when none is named. */
const commands = [
  addServeCommand,
  addDevCommand,
  addInitCommand,
  addReloadCommand,
  addConfigCommand,
  addDoctorCommand,
  addConnectCommand,
  addEmitCommand,
  addBenchCommand,
  addProxyCommand,
  addDeployFilesCommand,
  addCompletionCommand,
];

/** Runs the command line of this process to its end, and ends the process with its status. */
export async function main(): Promise<never> {
  const edge: Edge = {
    cwd: process.cwd(),
    env: process.env,
    paint: {
      stdout: await paintFor(process.stdout, process.env),
      stderr: await paintFor(process.stderr, process.env),
    },
    stdout: (text) => process.stdout.write(text),
    stderr: (text) => process.stderr.write(text),
    keyboard: process.stdin.isTTY && process.stdout.isTTY && !process.env.CI,
    ask: process.stdin.isTTY ? askTerminal : undefined,
  };
  // A reader that has gone (`| head`) must not end the server.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  try {
    const words = process.argv.slice(2);
    const program = programFor(edge, words);
    refuseMistyped(words[0], { commands: program.commands.map((command) => command.name()), cwd: edge.cwd });
    await program.parseAsync(process.argv);
  } catch (error) {
    process.exitCode = tell(error, edge);
  }
  await Promise.all([process.stdout, process.stderr].map((stream) => new Promise((done) => stream.write("", done))));
  process.exit();
}

/**
 * The command line: every command with its flags, or those that `words` can be about. Nothing runs before `parseAsync`.
 *
 * @param words what stands on the command line, where that is known
 */
export function programFor(edge: Edge, words: readonly string[] = []): Command {
  const program: Command = new Command("sio-serve")
    .description("Serve a file of Socket.IO event handlers.")
    .version(packageVersion(), "-v, --version")
    .configureOutput({
      writeOut: edge.stdout,
      writeErr: edge.stderr,
      outputError: (text, write) => write(asOurs(text, helpLine(program, words), edge.paint.stderr)),
    })
    .configureHelp(helpLayout)
    .exitOverride();
  for (const add of servesPath(words) ? [addServeCommand] : commands) add(program, edge);
  // Commands that are added take over the layout of the program: this one is its own.
  program.usage("[handlers] [settings], or a command").configureHelp(servingLayout);
  addExamples(program, examples);
  return program;
}

/** Whether the words can only be about serving a path. That is what must start fast, and to make the other commands takes its time. */
function servesPath(words: readonly string[]): boolean {
  const [first = ""] = words;
  return /^[^-].*[./\\]/.test(first) && !words.some((word) => word === "--help" || word === "-h");
}

const examples: readonly Example[] = [
  ["sio init my-app", "start a project from a template"],
  ["sio dev handlers.ts --static public", "serve it, and follow changes"],
  ["sio-serve handlers.ts --host 0.0.0.0", "serve it on every network"],
];

/** The command line that shows what the command takes that the words name. */
function helpLine({ commands }: Command, [first]: readonly string[]): string {
  const named = commands.find((command) => command.name() === first);
  return `sio-serve ${named ? `${named.name()} ` : ""}--help`;
}

/** Commander's complaint in the words and the shape of ours. */
function asOurs(text: string, help: string, paint: Paint): string {
  const [complaint = "", suggestion = ""] = text
    .replace(/^error: /, "")
    .trim()
    .split("\n")
    .map((line) => line.replace(/\.$/, ""));
  const [, nearest] = /\(Did you mean (?:one of )?(.+)\?\)/.exec(suggestion) ?? [];
  const hint = nearest ? `Did you mean ${nearest}?` : `${help} lists what there is.`;
  return `${paint.red("✖")} ${complaint.charAt(0).toUpperCase()}${complaint.slice(1)}.\n  ${paint.cyan("→")} ${hint}\n`;
}

/** Shows what went wrong and returns the exit status. Commander has shown its own complaints already. */
function tell(error: unknown, edge: Edge): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitStatuses.usage;
  const verbose = edge.env.SIO_LOG_LEVEL === "debug" || edge.env.SIO_LOG_LEVEL === "trace";
  edge.stderr(showError(error, { paint: edge.paint.stderr, verbose }));
  return statusOf(error);
}
