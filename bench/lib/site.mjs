import { setTimeout as delay } from "node:timers/promises";
import { untilListening } from "../load/listening.mjs";
import { startBroker } from "./brokers.mjs";
import { cpuMs, systemMs } from "./cpu.mjs";
import { readProcesses } from "./processes.mjs";
import { startServer } from "./servers.mjs";

const deadlineMs = 30_000;
const lookMs = 100;
const quietLooks = 4;

/**
 * @typedef {object} Site all that a target runs at once: its servers and the broker between them
 * @property {readonly number[]} ports a server each
 * @property {string} [brokerUrl] where it has one
 * @property {Promise<never>} broken rejects should a server end by itself
 * @property {() => number} cpuMs user and system time of all servers
 * @property {() => number} systemMs the system's part of that
 * @property {() => number} brokerCpuMs
 * @property {() => number} brokerBytes what the broker has read and written
 * @property {() => number} residentKib what all servers keep in memory
 * @property {(signal: NodeJS.Signals) => void} signal sends it to every process of the servers
 * @property {() => Promise<void>} quiet resolves when the servers use no CPU time any more
 * @property {() => Promise<void>} kill
 */

/**
 * Starts a target with its broker and waits until every server takes connections.
 *
 * @param {import("./catalog.mjs").Target} target
 * @param {import("./catalog.mjs").Setup} setup
 * @param {Omit<import("./servers.mjs").Surroundings, "brokerUrl"> & { nodes?: number }} [surroundings] `nodes` in place of the target's own number
 * @returns {Promise<Site>} for the caller to kill
 */
export async function startSite(target, setup, { nodes = target.nodes ?? 1, ...surroundings } = {}) {
  const broker = target.broker && (await startBroker(target.broker));
  /** @type {import("./servers.mjs").RunningServer[]} */
  const servers = [];
  const kill = async () => {
    await Promise.all(servers.map((server) => server.kill()));
    await broker?.kill();
  };
  try {
    for (let node = 0; node < nodes; node++)
      servers.push(await startServer(target, setup, { ...surroundings, brokerUrl: broker?.url }));
    const broken = Promise.race(servers.map((server) => server.broken));
    broken.catch(() => {});
    const signal = AbortSignal.timeout(deadlineMs);
    await Promise.race([Promise.all(servers.map(({ port }) => untilListening(port, signal))), broken]);
    return {
      ...measured(servers),
      ...(broker && { brokerUrl: broker.url }),
      broken,
      brokerCpuMs: () => broker?.cpuMs() ?? 0,
      brokerBytes: () => broker?.trafficBytes() ?? 0,
      kill,
    };
  } catch (error) {
    await kill();
    throw error;
  }
}

/** @param {readonly import("./servers.mjs").RunningServer[]} servers */
function measured(servers) {
  const cpuOfAll = () => servers.reduce((sum, { pid }) => sum + cpuMs(pid), 0);
  const processes = () => servers.flatMap(({ pid }) => readProcesses(pid));
  return {
    ports: servers.map(({ port }) => port),
    cpuMs: cpuOfAll,
    systemMs: () => servers.reduce((sum, { pid }) => sum + systemMs(pid), 0),
    residentKib: () => processes().reduce((sum, { residentKib }) => sum + residentKib, 0),
    signal(/** @type {NodeJS.Signals} */ name) {
      for (const { pid } of processes()) process.kill(pid, name);
    },
    async quiet() {
      const late = performance.now() + deadlineMs;
      let before = cpuOfAll();
      for (let looks = 0; looks < quietLooks; looks++) {
        await delay(lookMs);
        const now = cpuOfAll();
        if (now !== before) looks = -1;
        before = now;
        if (performance.now() > late) throw new Error(`The server was not at rest within ${deadlineMs / 1_000} s.`);
      }
    },
  };
}
