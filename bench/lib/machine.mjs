import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism, cpus, totalmem } from "node:os";
import { cores } from "./children.mjs";
import { projectFolder } from "./folders.mjs";
import { installedVersion } from "./requirements.mjs";

/**
 * Refuses a machine on which the figures would mean nothing, and moves this process to the generator's core, away from
 * the server's.
 *
 * @param {number} connections the most that any case opens
 */
export function prepareMachine(connections) {
  if (availableParallelism() < 2)
    throw new Error("The server and the load generator need a core each; this machine has one.");
  try {
    execFileSync("taskset", ["--all-tasks", "--cpu-list", "--pid", cores.load, String(process.pid)], {
      stdio: "ignore",
    });
  } catch (cause) {
    throw new Error("taskset (of util-linux) is needed to give server and load generator a core each.", { cause });
  }
  const files = fileLimit();
  const needed = connections + 100;
  if (files < needed) throw new Error(`${needed} open files are needed and ${files} are allowed: ulimit -n ${needed}`);
}

function fileLimit() {
  const limit = /^Max open files\s+(\S+)/m.exec(readFileSync("/proc/self/limits", "utf8"))?.[1];
  return limit === "unlimited" ? Number.POSITIVE_INFINITY : Number(limit);
}

/**
 * What a reader needs to run this again.
 *
 * @param {{ node: string, command: string, packages: readonly string[], leftOut: ReadonlyMap<string, string> }} run
 * @returns {Record<string, string>} a line each
 */
export function facts({ node, command, packages, leftOut }) {
  return {
    Command: `\`${command}\``,
    Date: new Date().toISOString().slice(0, 10),
    Commit: commit(),
    Runtime: `Node ${print(node, "--version").slice(1)}`,
    Versions: [
      ...["socket.io", "engine.io", "ws"].map((name) => `${name} ${installedVersion(name) ?? "missing"}`),
      ...packages,
      `load generator on Node ${process.versions.node}`,
    ].join(", "),
    Machine: `${cpus()[0]?.model.trim()}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${print("uname", "-r")}`,
    ...(leftOut.size > 0 && { "Left out": [...leftOut].map((entry) => entry.join(", ")).join("; ") }),
  };
}

function commit() {
  try {
    const changed = print("git", "-C", projectFolder, "status", "--porcelain") === "" ? "" : " with changes";
    return print("git", "-C", projectFolder, "rev-parse", "--short", "HEAD") + changed;
  } catch {
    return "none";
  }
}

/**
 * @param {string} command
 * @param {...string} args
 */
function print(command, ...args) {
  return execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
}
