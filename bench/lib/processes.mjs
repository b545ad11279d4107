import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

const pageBytes = Number(execFileSync("getconf", ["PAGESIZE"], { encoding: "utf8" }));

/**
 * @typedef {object} Process
 * @property {number} pid
 * @property {number} parent
 * @property {number} group
 * @property {number} ticks of user and system time, its own and those of its children that have ended
 * @property {number} systemTicks those of them that were the system's
 * @property {number} residentKib
 */

/**
 * A process, its process group, and whatever descends from them, as `/proc/PID/stat` tells of them: see proc(5).
 *
 * @param {number} pid
 * @returns {Process[]}
 */
export function readProcesses(pid) {
  const all = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(readStat)
    .filter((process) => process !== undefined);
  const family = all.filter((process) => process.group === pid);
  // A database's processes leave its group. What is appended here is visited too.
  for (const { pid: parent } of family) {
    family.push(...all.filter((process) => process.parent === parent && process.group !== pid));
  }
  return family;
}

/**
 * @param {string} pid
 * @returns {Process | undefined}
 */
function readStat(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command's name, in parentheses, may contain anything; field 3 follows it.
    const fields = stat
      .slice(stat.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
    const [utime, stime, childrenUtime, childrenStime] = fields.slice(11, 15);
    return {
      pid: Number(pid),
      parent: fields[1],
      group: fields[2],
      ticks: utime + stime + childrenUtime + childrenStime,
      systemTicks: stime + childrenStime,
      residentKib: (fields[21] * pageBytes) / 1_024,
    };
  } catch {
    // It ended between the listing and now.
    return undefined;
  }
}
