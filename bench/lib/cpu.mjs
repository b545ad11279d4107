import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

const ticksPerSecond = Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));

/**
 * User and system time that a process group has used since it started, children that have ended included, from
 * `/proc/PID/stat`: see proc(5). The kernel counts in ticks, which are 10 ms on most machines.
 *
 * @param {number} group the id of its first process
 * @returns {number} milliseconds
 */
export function groupCpuMs(group) {
  const ticks = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(readStat)
    .filter((stat) => stat?.group === group)
    .reduce((sum, stat) => sum + (stat?.ticks ?? 0), 0);
  return (ticks / ticksPerSecond) * 1_000;
}

/** @param {string} pid */
function readStat(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command's name, in parentheses, may contain anything; field 3 follows it.
    const fields = stat
      .slice(stat.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
    const [utime, stime, childrenUtime, childrenStime] = fields.slice(11, 15);
    return { group: fields[2], ticks: utime + stime + childrenUtime + childrenStime };
  } catch {
    // It ended between the listing and now.
    return undefined;
  }
}
