import type { CommandSpec, FlagSpec, Values } from "./spec.ts";

/** What each shell writes for the values of one place. */
export type ShowValues = (values: Values) => string;

/** A branch for each flag that takes a value, `"serve --log-level") … ;;`, as bash and zsh write it. */
export function valueBranches(commands: readonly CommandSpec[], show: ShowValues): string {
  return commands
    .flatMap(({ name, flags }) =>
      flags.flatMap(({ names, takes }) => {
        if (!takes) return [];
        const patterns = names.map((flag) => `"${name} ${flag}"`).join(" | ");
        return `    ${patterns}) ${show(takes)}; return ;;`;
      }),
    )
    .join("\n");
}

/** A branch for each command, as bash and zsh write it; commands for which there is nothing to write have none. */
export function commandBranches(commands: readonly CommandSpec[], show: (command: CommandSpec) => string | undefined) {
  return commands
    .flatMap((command) => {
      const body = show(command);
      return body === undefined ? [] : `    ${command.name}) ${body} ;;`;
    })
    .join("\n");
}

/** The long name of a flag, or the only one. */
export function mainName({ names }: FlagSpec): string {
  return names[0] ?? "";
}
