import { groupCpuMs } from "./cpu.mjs";
import { startGenerator } from "./generator.mjs";
import { startServer } from "./servers.mjs";

// Longer than a server tells what a load has started from what came later, which costs a little on Node before 24.
const warmUpMs = 11_000;
const busiestClient = 0.9;

/**
 * What `underLoad` measures, as columns.
 *
 * @type {readonly import("./catalog.mjs").Figure[]}
 */
export const loadFigures = [
  { key: "serverMicros", title: "server CPU a message", unit: "µs", digits: 1, compared: true },
  { key: "rate", title: "messages/s", digits: 0 },
  { key: "p50Ms", title: "p50", unit: "ms", digits: 2 },
  { key: "p99Ms", title: "p99", unit: "ms", digits: 2 },
  { key: "serverShare", title: "server core", digits: 2 },
  { key: "clientShare", title: "client core", digits: 2 },
];

/**
 * A scenario's `prepare`: a fresh server, a fresh generator with all its connections, and a warm-up. Messages and the
 * server's CPU time are counted slice by slice; nothing is in flight at either end of a slice.
 *
 * @param {import("./catalog.mjs").Trial} trial whose settings are a workload's name and settings
 * @returns {Promise<import("./catalog.mjs").Rig>}
 */
export async function underLoad({ target, setup, settings, sliceMs }) {
  const server = await startServer(target, setup);
  const spec = /** @type {import("../load/main.mjs").LoadSpec} */ ({ ...settings, port: server.port });
  const generator = startGenerator(spec);
  const loaded = rig(server, generator, sliceMs);
  try {
    await Promise.race([generator.ready, server.broken]);
    await Promise.race([generator.run({ runMs: warmUpMs, warmUp: true }), server.broken]);
    return loaded;
  } catch (error) {
    await loaded.close();
    throw error;
  }
}

/**
 * @param {import("./servers.mjs").RunningServer} server
 * @param {import("./generator.mjs").Generator} generator
 * @param {number} sliceMs
 * @returns {import("./catalog.mjs").Rig}
 */
function rig(server, generator, sliceMs) {
  let cpuMs = 0;
  let wallMs = 0;
  /** @type {import("../load/main.mjs").LoadFigures} */
  let load;
  return {
    async run() {
      const before = { cpu: groupCpuMs(server.pid), time: performance.now() };
      load = await Promise.race([generator.run({ runMs: sliceMs }), server.broken]);
      cpuMs += groupCpuMs(server.pid) - before.cpu;
      wallMs += performance.now() - before.time;
    },
    figures() {
      const { messages, ...rest } = load;
      if (rest.clientShare > busiestClient)
        throw new Error(`The client used ${rest.clientShare.toFixed(2)} of its core.`);
      return { serverMicros: (cpuMs * 1_000) / messages, serverShare: cpuMs / wallMs, ...rest };
    },
    async close() {
      await generator.kill();
      await server.kill();
    },
  };
}
