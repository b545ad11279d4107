import { Argument, type Command } from "../commander.ts";
import type { Shell } from "../completion/scripts.ts";
import type { Edge } from "../edge.ts";
import { addExamples } from "../help.ts";

/** Adds `sio completion SHELL`: prints the script with which a shell completes commands, flags and their values. */
export function addCompletionCommand(program: Command, edge: Edge): void {
  const shells: readonly Shell[] = ["bash", "zsh", "fish"];
  const command = program
    .command("completion")
    .summary("complete what you type in a shell")
    .description("print the script with which a shell completes what you type")
    .addArgument(new Argument("<shell>", "which shell").choices(shells))
    .action(async (shell: Shell) => {
      const [{ scripts }, { specOf }] = await Promise.all([
        import("../completion/scripts.ts"),
        import("../completion/spec.ts"),
      ]);
      edge.stdout(scripts[shell](specOf(program)));
    });
  addExamples(command, [
    ["source <(sio completion bash)", "in ~/.bashrc"],
    ["source <(sio completion zsh)", "in ~/.zshrc, after compinit"],
    ["sio completion fish > ~/.config/fish/completions/sio.fish", "once"],
  ]);
}
