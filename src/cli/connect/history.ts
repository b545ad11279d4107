import { mkdir, readFile, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

/** What was typed before, oldest first. */
export interface History {
  readonly lines: readonly string[];
  /** Keeps lines for the next time; those that begin with a space are not kept. A disk that refuses is no reason to fail. */
  save(lines: readonly string[]): Promise<void>;
}

const mostLines = 500;

/** Reads the history of this user. What was typed may hold secrets: the file is this user's alone. */
export async function readHistory(env: Readonly<Record<string, string | undefined>>): Promise<History> {
  const folder = join(env.XDG_STATE_HOME || join(homedir(), ".local", "state"), "sio-serve");
  const file = join(folder, "connect-history");
  const text = await readFile(file, "utf8").catch(() => "");
  return {
    lines: text.split("\n").filter(Boolean),
    async save(lines) {
      const kept = lines.filter((line) => line !== "" && !line.startsWith(" ")).slice(-mostLines);
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeFile(file, `${kept.join("\n")}\n`, { mode: 0o600 });
      } catch {
        // A home that cannot be written to has no history.
      }
    },
  };
}
