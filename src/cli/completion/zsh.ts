import { commandBranches, mainName, valueBranches } from "./branches.ts";
import type { ProgramSpec, Values } from "./spec.ts";

/** The script for zsh: as a file of `$fpath` named `_sio-serve`, or read by `source` after `compinit`. */
export function zshScript({ names, commands }: ProgramSpec): string {
  const [unnamed] = commands;
  return `#compdef ${names.join(" ")}
_sio_serve() {
  local command=${unnamed?.name}
  local -a flags
  if ((CURRENT > 2)); then
    case $words[2] in
      ${commands.map(({ name }) => name).join(" | ")}) command=$words[2] ;;
    esac
  fi
  case "$command $words[CURRENT-1]" in
${valueBranches(commands, showValues)}
  esac
  if [[ $PREFIX == -* ]]; then
    case $command in
${commandBranches(commands, ({ flags }) => `flags=(${flags.map((flag) => described(mainName(flag), flag.about)).join(" ")})`)}
    esac
    _describe -o flag flags
    return
  fi
  if ((CURRENT == 2)); then
    flags=(${commands.map(({ name, about }) => described(name, about)).join(" ")})
    _describe command flags
  fi
  case $command in
${commandBranches(commands, ({ argument }) => argument && showValues(argument))}
  esac
}
if [[ $funcstack[1] == _sio_serve || $funcstack[1] == _sio-serve ]]; then
  _sio_serve "$@"
else
  compdef _sio_serve ${names.join(" ")}
fi
`;
}

function showValues(values: Values): string {
  if (values.kind === "words") return `compadd -- ${values.words.map(quoted).join(" ")}`;
  if (values.kind === "anything") return ":";
  return values.kind === "folders" ? "_files -/" : "_files";
}

/** In `_describe` a colon parts the word from what it means. */
function described(word: string, about: string): string {
  return quoted(`${word}:${about}`);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
