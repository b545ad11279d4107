import { bashScript } from "./bash.ts";
import { fishScript } from "./fish.ts";
import type { ProgramSpec } from "./spec.ts";
import { zshScript } from "./zsh.ts";

/** For each shell, how its script is written. */
export const scripts = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
} satisfies Readonly<Record<string, (program: ProgramSpec) => string>>;

/** The name of a shell that completion is there for. */
export type Shell = keyof typeof scripts;
