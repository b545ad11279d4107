import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, type TestContext } from "vitest";
import { temporaryFolder } from "./folder.ts";
import { missingProgram, needs } from "./needs.ts";

const run = promisify(execFile);

/** How a terminal is opened. */
export interface TerminalOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly columns?: number;
  readonly rows?: number;
}

/** A real terminal with a shell in it. */
export interface Terminal {
  /** What is on the screen, without the spaces at the ends of lines. */
  screen(): Promise<string>;
  /** Types text, as it is. */
  type(text: string): Promise<void>;
  /** Presses a key by its name, such as `Enter` or `C-c`. */
  press(...keys: readonly string[]): Promise<void>;
  /** Closes it, and waits until nothing of what was started in it runs any more. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** Opens a terminal of tmux, which the test needs. */
export async function openTerminal(
  test: TestContext,
  { cwd, env = {}, columns = 100, rows = 40 }: TerminalOptions,
): Promise<Terminal> {
  needs(test, missingProgram("tmux", "tmux"));
  const own = await temporaryFolder();
  const socket = join(own.path, "socket");
  const { PATH = "", HOME = "" } = process.env;
  const environment = { PATH, HOME, TERM: "xterm-256color", LC_ALL: "C.UTF-8", HISTFILE: "/dev/null", ...env };
  const tmux = (...args: readonly string[]) => run("tmux", ["-S", socket, ...args], { env: environment });
  const size = ["-x", String(columns), "-y", String(rows)];
  const shell = "bash --noprofile --norc";
  await tmux("-f", "/dev/null", "new-session", "-d", "-s", "test", "-c", cwd, ...size, shell);
  const { stdout: session } = await tmux("display-message", "-p", "-t", "test", "#{pane_pid}");
  return {
    screen: async () => (await tmux("capture-pane", "-p", "-t", "test")).stdout.replace(/ +$/gm, ""),
    type: async (text) => void (await tmux("send-keys", "-t", "test", "-l", text)),
    press: async (...keys) => void (await tmux("send-keys", "-t", "test", ...keys)),
    async [Symbol.asyncDispose]() {
      await tmux("kill-server");
      const left = () =>
        run("pgrep", ["-s", session.trim()])
          .then(({ stdout }) => stdout)
          .catch(() => "");
      await expect.poll(left, { timeout: 15_000 }).toBe("");
      await own[Symbol.asyncDispose]();
    },
  };
}
