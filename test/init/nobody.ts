import { spawn } from "node:child_process";
import { chown } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const bin = fileURLToPath(new URL("../../bin/sio.js", import.meta.url));
const nobody = 65_534;

/**
 * Runs `sio` as a user to whom a read-only folder is one. To root it is not, so that root hands the folder over to nobody and runs the
 * command as that.
 */
export async function runUnprivileged(args: readonly string[], cwd: string) {
  const isRoot = process.getuid?.() === 0;
  if (isRoot) await chown(cwd, nobody, nobody);
  const child = spawn(process.execPath, [bin, ...args], {
    cwd,
    env: { PATH: process.env.PATH, NO_COLOR: "1" },
    stdio: ["ignore", "ignore", "pipe"],
    ...(isRoot && { uid: nobody }),
  });
  let stderr = "";
  child.stderr.on("data", (text) => {
    stderr += text;
  });
  const status = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { status, stderr };
}
