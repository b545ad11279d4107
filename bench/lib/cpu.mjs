import { execFileSync } from "node:child_process";
import { readProcesses } from "./processes.mjs";

const ticksPerSecond = Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));

/**
 * User and system time that a process and all that it has started used since then, children that have ended included. The
 * kernel counts in ticks, which are 10 ms on most machines.
 *
 * @param {number} pid
 * @returns {number} milliseconds
 */
export function cpuMs(pid) {
  return msOf(readProcesses(pid).reduce((sum, process) => sum + process.ticks, 0));
}

/**
 * The part of it that the kernel used on their behalf.
 *
 * @param {number} pid
 * @returns {number} milliseconds
 */
export function systemMs(pid) {
  return msOf(readProcesses(pid).reduce((sum, process) => sum + process.systemTicks, 0));
}

/** @param {number} ticks */
function msOf(ticks) {
  return (ticks / ticksPerSecond) * 1_000;
}
