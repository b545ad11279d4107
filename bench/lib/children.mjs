import { spawn } from "node:child_process";

/** The server runs alone on the first core; the generator and this process share the second. A list is one that taskset understands. */
export const cores = { server: "0", load: "1", both: "0,1" };

/** @type {Set<import("node:child_process").ChildProcess>} */
const children = new Set();

process.once("exit", killChildren);
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
  process.once(signal, () => process.exit(1));
}

/**
 * Starts a command on one core, or on those of a list. Its stdin and stdout are pipes when `talk` is set and else nothing; the end of its stderr
 * is kept, and it is killed with all its own children when this process ends.
 *
 * @param {readonly string[]} command
 * @param {{ core: string, cwd?: string, env?: NodeJS.ProcessEnv, talk?: boolean }} options
 */
export function startPinned(command, { core, cwd, env, talk = false }) {
  const child = spawn("taskset", ["--cpu-list", core, ...command], {
    cwd,
    env,
    // A group of its own, so that one kill reaches whatever the command starts in turn.
    detached: true,
    stdio: [talk ? "pipe" : "ignore", talk ? "pipe" : "ignore", "pipe"],
  });
  children.add(child);
  // It may end before it has read what it is told; `ended` says so.
  child.stdin?.on("error", () => {});
  let complaint = "";
  child.stderr?.setEncoding("utf8").on("data", (text) => {
    complaint = (complaint + text).slice(-2_000);
  });
  /** @type {Promise<{ status: number | null, complaint: string }>} */
  const ended = new Promise((resolve) => {
    child.once("error", (error) => resolve({ status: null, complaint: error.message }));
    child.once("close", (status) => resolve({ status, complaint: complaint.trim() }));
  });
  return { pid: child.pid ?? 0, stdin: child.stdin, stdout: child.stdout, ended, kill: () => kill(child, ended) };
}

/**
 * @param {import("node:child_process").ChildProcess} child
 * @param {Promise<unknown>} ended
 */
async function kill(child, ended) {
  killGroup(child);
  await ended;
  children.delete(child);
}

function killChildren() {
  for (const child of children) killGroup(child);
}

/** @param {import("node:child_process").ChildProcess} child */
function killGroup({ pid }) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // The whole group is gone already.
  }
}
