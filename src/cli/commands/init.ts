import { type Command, Option } from "../commander.ts";
import type { Edge } from "../edge.ts";
import { addExamples } from "../help.ts";
import type { InitFlags } from "../init/wishes.ts";

/** Adds `sio init [dir]`: a new project from a template, asked for at a terminal and taken from flags elsewhere. */
export function addInitCommand(program: Command, edge: Edge): void {
  const command = program
    .command("init")
    .description("start a project from a template")
    .argument("[dir]", "folder for it, made if it is not there; the current one if left out")
    .option("--template <name>", "what to start from: minimal, chat, express, game, namespaces or typed")
    .option("--js", "JavaScript instead of TypeScript")
    .option("--name <name>", "name in package.json; the folder's if left out")
    .addOption(new Option("--pm <name>", "package manager").choices(["npm", "pnpm", "yarn", "bun"]))
    .option("--no-install", "install nothing")
    .option("--git", "make it a Git repository")
    .option("--merge", "into a folder with files: keep every one of them and add what is missing")
    .option("--force", "into a folder with files: overwrite those that the template has too")
    .option("-y, --yes", "ask nothing")
    .action(async (dir: string | undefined, flags: InitFlags) => {
      // Commander says that a flag with a negative form is on when nobody has named it.
      const asked = command.getOptionValueSource("install") === "default" ? { ...flags, install: undefined } : flags;
      const { init } = await import("../init/init.ts");
      process.exitCode = await init({ dir, flags: asked, edge });
    });
  addExamples(command, [
    ["sio init", "ask for everything"],
    ["sio init my-app --template chat", "ask for the rest"],
    ["sio init my-app --yes --js --git", "ask nothing"],
  ]);
}
