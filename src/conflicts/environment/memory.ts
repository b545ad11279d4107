import { totalmem } from "node:os";
import { getHeapStatistics } from "node:v8";
import type { EnvironmentCheck } from "./check.ts";

const mib = 2 ** 20;

/** How much memory there is, and how much of it Node would take. */
export const memory: EnvironmentCheck = {
  id: "E06",
  about: "a heap that may grow beyond the memory of the container",

  look() {
    const heap = getHeapStatistics().heap_size_limit;
    const total = totalmem();
    const allowed = process.constrainedMemory();
    // Without a limit, the number is 0 or far more than there is.
    const limit = allowed > 0 && allowed < total ? allowed : undefined;
    const has = limit === undefined ? `${inMib(total)} in this machine` : `${inMib(limit)} for this container`;
    const value = `${has}; the heap may grow to ${inMib(heap)}`;
    if (heap <= (limit ?? total)) return { name: "memory", value };
    const size = Math.floor(((limit ?? total) / mib) * 0.75);
    return {
      name: "memory",
      value,
      finding: {
        level: "warning",
        what: `The heap may grow to ${inMib(heap)}, and there are ${has}`,
        where: ["--max-old-space-size"],
        consequence: "The system kills the process without a word before Node would clean up.",
        fixes: [{ say: `NODE_OPTIONS=--max-old-space-size=${size}` }],
      },
    };
  },
};

function inMib(bytes: number): string {
  return `${Math.round(bytes / mib)} MiB`;
}
