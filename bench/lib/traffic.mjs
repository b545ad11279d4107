import { readFileSync } from "node:fs";

/**
 * What a process has read and written since it started, as `/proc/PID/io` tells: see proc(5). Of a broker that keeps nothing on disk it is what came
 * in and went out by its sockets.
 *
 * @param {number} pid
 * @returns {number} bytes
 */
export function trafficBytes(pid) {
  const lines = readFileSync(`/proc/${pid}/io`, "utf8").matchAll(/^[rw]char: (\d+)$/gm);
  return [...lines].reduce((sum, [, bytes]) => sum + Number(bytes), 0);
}
