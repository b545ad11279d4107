import { commandBranches, mainName, valueBranches } from "./branches.ts";
import type { ProgramSpec, Values } from "./spec.ts";

/** The script for bash, 3.2 of macOS included. */
export function bashScript({ names, commands }: ProgramSpec): string {
  const named = commands.map(({ name }) => name);
  const [unnamed = ""] = named;
  return `# bash completion of ${names.join(" and ")}
_sio_serve() {
  local IFS=$'\\n' current=\${COMP_WORDS[COMP_CWORD]} command=${unnamed}
  COMPREPLY=()
  if ((COMP_CWORD > 1)); then
    case \${COMP_WORDS[1]} in
      ${named.join(" | ")}) command=\${COMP_WORDS[1]} ;;
    esac
  fi
  case "$command \${COMP_WORDS[COMP_CWORD - 1]}" in
${valueBranches(commands, showValues)}
  esac
  if [[ $current == -* ]]; then
    case $command in
${commandBranches(commands, ({ flags }) => showWords(flags.map(mainName)))}
    esac
    return
  fi
  case $command in
${commandBranches(commands, ({ argument }) => argument && showValues(argument))}
  esac
  if ((COMP_CWORD == 1)); then
    COMPREPLY+=($(compgen -W $'${named.join("\\n")}' -- "$current"))
  fi
}
complete -F _sio_serve ${names.join(" ")}
`;
}

function showValues(values: Values): string {
  if (values.kind === "words") return showWords(values.words);
  if (values.kind === "anything") return ":";
  const flag = values.kind === "folders" ? "-d" : "-f";
  // Without it a folder would be followed by a space; bash 3.2 does not know it.
  return `compopt -o filenames 2> /dev/null; COMPREPLY=($(compgen ${flag} -- "$current"))`;
}

function showWords(words: readonly string[]): string {
  return `COMPREPLY=($(compgen -W $'${words.join("\\n")}' -- "$current"))`;
}
