import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";

const bin = fileURLToPath(new URL("../../bin/sio.js", import.meta.url));

/** The real command at a real terminal, and the hands at its keyboard. */
export interface Terminal {
  /** Waits until the screen has shown a text since the last key was pressed. */
  shows(text: string): Promise<void>;
  press(keys: string): void;
  /** The exit status, once the command has ended. */
  readonly ended: Promise<number | null>;
}

export const keys = { enter: "\r", down: "\u001b[B", ctrlC: "\u0003" };

/** Runs `sio` with a terminal around it, which util-linux's `script` makes. */
export function openTerminal(
  args: readonly string[],
  cwd: string,
  variables: Readonly<Record<string, string>> = {},
): Terminal {
  const words = [process.execPath, bin, ...args].map((word) => `'${word}'`).join(" ");
  const command = `stty cols 100 rows 40; exec ${words}`;
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn("script", ["--quiet", "--flush", "--return", "--command", command, "/dev/null"], {
    cwd,
    env: { PATH, HOME, TERM: "xterm", NO_COLOR: "1", SHELL: "/bin/sh", ...variables },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let screen = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      screen += text;
    });
  }
  return {
    shows: (text) => expect.poll(() => screen, { timeout: 10_000 }).toContain(text),
    press(pressed) {
      screen = "";
      child.stdin.write(pressed);
    },
    ended: new Promise((resolve) => child.on("close", resolve)),
  };
}
