import { startGenerator } from "./generator.mjs";
import { collecting, residentKib } from "./kept.mjs";
import { startSite } from "./site.mjs";

/**
 * What `idleMemory` measures, as columns.
 *
 * @type {readonly import("./catalog.mjs").Figure[]}
 */
export const idleMemoryFigures = [
  { key: "kib", title: "memory a connection", unit: "KiB", digits: 1, compared: true },
  { key: "beforeMib", title: "with none", unit: "MiB", digits: 0 },
  { key: "afterMib", title: "with all", unit: "MiB", digits: 0 },
];

/**
 * A scenario's `prepare`: each slice starts a fresh server and looks at what it keeps in memory, with no connection and with all of them, both
 * times at rest and, where its runtime can be told to, after collecting garbage.
 *
 * @param {import("./catalog.mjs").Trial} trial whose settings are a workload's
 * @returns {Promise<import("./catalog.mjs").Rig>}
 */
export async function idleMemory({ target, setup, settings }) {
  /** @type {import("./catalog.mjs").Figures} */
  let figures = {};
  return {
    async run() {
      const site = await startSite(target, setup, { env: collecting });
      try {
        figures = await measure(site, settings);
      } finally {
        await site.kill();
      }
    },
    figures: () => figures,
    async close() {},
  };
}

/**
 * @param {import("./site.mjs").Site} site
 * @param {import("./catalog.mjs").Settings} settings
 */
async function measure(site, settings) {
  const before = await residentKib(site);
  const spec = /** @type {import("../load/main.mjs").LoadSpec} */ ({ ...settings, ports: site.ports });
  const generator = startGenerator(spec);
  try {
    const { messages } = await Promise.race([generator.ready, site.broken]);
    const after = await residentKib(site);
    return { kib: (after - before) / messages, beforeMib: before / 1_024, afterMib: after / 1_024 };
  } finally {
    await generator.kill();
  }
}
