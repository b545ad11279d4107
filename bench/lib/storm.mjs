import { startGenerator } from "./generator.mjs";
import { loadColumns, trustClient } from "./load-columns.mjs";
import { startSite } from "./site.mjs";
import { median } from "./statistics.mjs";

const warmUps = 2;

/**
 * What `storm` measures, as columns.
 *
 * @type {readonly import("./catalog.mjs").Figure[]}
 */
export const stormFigures = loadColumns({ message: "connection", microDigits: 0, msDigits: 1 });

/**
 * A scenario's `prepare`: in each slice a fresh generator opens all its connections as fast as it can, to the one server of the round. What
 * counts is the server's CPU time until the last is in the main namespace; that they close is not in it. Two storms warm up.
 *
 * @param {import("./catalog.mjs").Trial} trial whose settings are a workload's, of which `connections` is a storm's
 * @returns {Promise<import("./catalog.mjs").Rig>}
 */
export async function storm({ target, setup, settings }) {
  const site = await startSite(target, setup);
  /** @type {import("./catalog.mjs").Figures[]} */
  let storms = [];
  const run = async () => {
    storms.push(await oneStorm(site, settings));
  };
  try {
    for (let warmUp = 0; warmUp < warmUps; warmUp++) await run();
    storms = [];
  } catch (error) {
    await site.kill();
    throw error;
  }
  return {
    run,
    figures() {
      trustClient(Math.max(...storms.map(({ clientShare }) => clientShare)));
      return Object.fromEntries(stormFigures.map(({ key }) => [key, median(storms.map((each) => each[key]))]));
    },
    close: site.kill,
  };
}

/**
 * @param {import("./site.mjs").Site} site
 * @param {import("./catalog.mjs").Settings} settings
 */
async function oneStorm(site, settings) {
  await site.quiet();
  const before = { cpu: site.cpuMs(), system: site.systemMs() };
  const spec = /** @type {import("../load/main.mjs").LoadSpec} */ ({ ...settings, ports: site.ports });
  const generator = startGenerator(spec);
  try {
    const { messages, ...rest } = await Promise.race([generator.ready, site.broken]);
    const cpuMs = site.cpuMs() - before.cpu;
    const systemMicros = ((site.systemMs() - before.system) * 1_000) / messages;
    return {
      serverMicros: (cpuMs * 1_000) / messages,
      systemMicros,
      serverShare: (cpuMs * rest.rate) / messages / 1_000,
      ...rest,
    };
  } finally {
    await generator.kill();
  }
}
