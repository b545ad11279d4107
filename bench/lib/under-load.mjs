import { startGenerator } from "./generator.mjs";
import { loadColumns, trustClient } from "./load-columns.mjs";
import { startSite } from "./site.mjs";

/**
 * What `underLoad` measures, as columns.
 *
 * @type {readonly import("./catalog.mjs").Figure[]}
 */
export const loadFigures = loadColumns({ message: "message", microDigits: 1, msDigits: 2 });

/**
 * The same where several servers do the work: what they get done in the same time comes first, and the broker's CPU time is told.
 *
 * @type {readonly import("./catalog.mjs").Figure[]}
 */
export const teamFigures = [
  ...loadFigures.map((figure) => ({
    ...figure,
    compared: ["rate", "p50Ms", "p99Ms", "serverMicros"].includes(figure.key),
  })),
  { key: "brokerShare", title: "broker core", digits: 2 },
].toSorted((a, b) => Number(b.key === "rate") - Number(a.key === "rate"));

/**
 * The same where the broker is what is asked about: what an event costs it, whoever gets that.
 *
 * @type {readonly import("./catalog.mjs").Figure[]}
 */
export const fleetFigures = [
  { key: "brokerMicros", title: "broker CPU an emit", unit: "µs", digits: 1, compared: true },
  { key: "brokerBytes", title: "bytes through the broker an emit", digits: 0 },
  ...loadFigures.map((figure) => ({ ...figure, compared: figure.key === "serverMicros" })),
  { key: "brokerShare", title: "broker core", digits: 2 },
];

/**
 * A scenario's `prepare`: fresh servers, a fresh generator with all its connections, and a warm-up. Messages and the
 * servers' CPU time are counted slice by slice; nothing is in flight at either end of a slice.
 *
 * @param {import("./catalog.mjs").Trial} trial whose settings are a workload's name and settings, whether the servers have `bothCores`, and how many
 *   `nodes` there are, if not as many as the target says
 * @returns {Promise<import("./catalog.mjs").Rig>}
 */
export async function underLoad({ target, setup, settings, sliceMs, warmUpMs }) {
  const { bothCores, nodes = target.nodes, ...workload } = settings;
  const site = await startSite(target, setup, {
    bothCores: bothCores === true,
    nodes: /** @type {number | undefined} */ (nodes),
  });
  const spec = /** @type {import("../load/main.mjs").LoadSpec} */ ({ ...workload, ports: site.ports });
  const generator = startGenerator(spec);
  const loaded = rig(site, generator, sliceMs);
  try {
    await Promise.race([generator.ready, site.broken]);
    await Promise.race([generator.run({ runMs: warmUpMs, warmUp: true }), site.broken]);
    return loaded;
  } catch (error) {
    await loaded.close();
    throw error;
  }
}

/**
 * @param {import("./site.mjs").Site} site
 * @param {import("./generator.mjs").Generator} generator
 * @param {number} sliceMs
 * @returns {import("./catalog.mjs").Rig}
 */
function rig(site, generator, sliceMs) {
  let cpuMs = 0;
  let systemMs = 0;
  let brokerMs = 0;
  let brokerBytes = 0;
  let wallMs = 0;
  /** @type {import("../load/main.mjs").LoadFigures} */
  let load;
  return {
    async run() {
      const before = {
        cpu: site.cpuMs(),
        system: site.systemMs(),
        broker: site.brokerCpuMs(),
        bytes: site.brokerBytes(),
        time: performance.now(),
      };
      load = await Promise.race([generator.run({ runMs: sliceMs }), site.broken]);
      cpuMs += site.cpuMs() - before.cpu;
      systemMs += site.systemMs() - before.system;
      brokerMs += site.brokerCpuMs() - before.broker;
      brokerBytes += site.brokerBytes() - before.bytes;
      wallMs += performance.now() - before.time;
    },
    figures() {
      const { messages, emits, ...rest } = load;
      trustClient(rest.clientShare);
      const serverMicros = (cpuMs * 1_000) / messages;
      return {
        serverMicros,
        systemMicros: (systemMs * 1_000) / messages,
        serverShare: cpuMs / wallMs,
        brokerShare: brokerMs / wallMs,
        brokerMicros: (brokerMs * 1_000) / emits,
        brokerBytes: brokerBytes / emits,
        ...rest,
      };
    },
    async close() {
      await generator.kill();
      await site.kill();
    },
  };
}
