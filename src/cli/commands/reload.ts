import type { Command } from "commander";
import { SioError } from "../../errors.ts";
import type { Edge } from "../edge.ts";
import { addExamples } from "../help.ts";

/** Adds `sio reload`: asks the server that runs in this folder to load its handlers again, and tells whether it has. */
export function addReloadCommand(program: Command, edge: Edge): void {
  const command = program
    .command("reload")
    .summary("load the handlers again in a running server")
    .description("load the handlers again in the server of this folder, which runs with --admin-socket");
  addExamples(command, [["sio reload", "in the folder that the server was started in"]]);
  command.action(async () => {
    const [{ askForReload }, { adminPath }] = await Promise.all([
      import("../../run/admin.ts"),
      import("../../run/admin-path.ts"),
    ]);
    const answer = await askForReload(adminPath({ folder: edge.cwd, env: edge.env }));
    if (!answer.ok) throw new SioError(answer.code ?? "bug", answer.message, definedOf(answer));
    edge.stdout(`${answer.message}\n`);
  });
}

function definedOf({ detail, hint }: { readonly detail?: string | undefined; readonly hint?: string | undefined }) {
  return { ...(detail && { detail }), ...(hint && { hint }) };
}
