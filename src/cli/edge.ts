import type { Paints } from "./terminal.ts";

/** The process as commands see it, so that a command can be run without one. */
export interface Edge {
  /** Relative paths on the command line and in the environment start here. */
  readonly cwd: string;
  /** Handlers see what is added to it. */
  readonly env: Record<string, string | undefined>;
  readonly paint: Paints;
  /** Writes what was asked for. */
  readonly stdout: (text: string) => void;
  /** Writes everything else. */
  readonly stderr: (text: string) => void;
  /** Whether somebody sits at a terminal whose keys may be read one by one. */
  readonly keyboard?: boolean;
  /** Puts a question to whoever sits at the terminal, and resolves with the answer; absent where nobody does. */
  readonly ask?: ((question: string) => Promise<string>) | undefined;
}
