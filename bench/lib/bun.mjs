import { join } from "node:path";

/** Bun as npm has it for Linux. */
export const bun = "@oven/bun-linux-x64@1.4.5";

/**
 * @param {import("./catalog.mjs").Setup} setup of a target that needs `bun`
 */
export function bunBinary({ packages }) {
  return join(packages[bun], "bin/bun");
}
