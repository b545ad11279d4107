import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const collector = new URL("collect-garbage.mjs", import.meta.url);

/**
 * What makes Node, and Bun, collect garbage when they get SIGURG, which every other process ignores.
 *
 * @type {Readonly<Record<string, string>>}
 */
export const collecting = {
  NODE_OPTIONS: `--import=${collector.href}`,
  BUN_OPTIONS: `--preload=${fileURLToPath(collector)}`,
};

/**
 * @typedef {object} MemoryWatch
 * @property {Readonly<Record<string, string>>} env what servers must be started with
 * @property {() => Promise<number>} heapBytes of all servers, when they last collected garbage
 * @property {() => Promise<void>} close
 */

/** @returns {Promise<MemoryWatch>} for the caller to close */
export async function watchMemory() {
  const folder = await mkdtemp(join(tmpdir(), "sio-serve-bench-memory-"));
  return {
    env: { ...collecting, BENCH_HEAP_FOLDER: folder },
    async heapBytes() {
      const files = await readdir(folder);
      const sizes = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
      return sizes.reduce((sum, size) => sum + Number(size), 0);
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

/**
 * What the servers of a site have resident, at rest and after collecting garbage where their runtime can be told to.
 *
 * @param {import("./site.mjs").Site} site
 */
export async function residentKib(site) {
  await site.quiet();
  site.signal("SIGURG");
  await site.quiet();
  return site.residentKib();
}

/**
 * The same, with what is on their heaps.
 *
 * @param {import("./site.mjs").Site} site
 * @param {MemoryWatch} memory
 */
export async function keptAtRest(site, memory) {
  const residentMib = (await residentKib(site)) / 1_024;
  return { residentMib, heapMib: (await memory.heapBytes()) / 1_024 / 1_024 };
}
