/**
 * The load generator: a process of its own, so that its cost is not the server's.
 *
 * It takes one LoadSpec as JSON on the command line, opens the connections and writes a line. From then on each line on
 * stdin, a Slice as JSON, sets the connections to work for that long, and is answered with the LoadFigures of all slices
 * since the warm-up. It ends with stdin; a connection that breaks or a packet that is not what was expected ends it with
 * status 1 and the reason on stderr.
 */
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { openCrowd } from "./crowd.mjs";
import { Meter } from "./meter.mjs";
import { workloads } from "./workloads/index.mjs";

/**
 * @typedef {import("./workloads/index.mjs").WorkloadSettings & {
 *   workload: keyof typeof workloads, port: number, connectMs: number
 * }} LoadSpec
 *
 * @typedef {object} Slice
 * @property {number} runMs
 * @property {boolean} [warmUp] forget it afterwards
 *
 * @typedef {object} LoadFigures
 * @property {number} messages
 * @property {number} rate messages a second
 * @property {number} p50Ms
 * @property {number} p99Ms
 * @property {number} clientShare of one core that this process used, from 0 to 1
 */

/** @type {LoadSpec} */
const spec = JSON.parse(process.argv[2]);
const crowd = await openCrowd(spec.port, spec.connections, AbortSignal.timeout(spec.connectMs));
for (const connection of crowd) connection.onLost = ({ message }) => fail(`A connection broke under load: ${message}`);

const meter = new Meter((packet) => fail(`This packet is not what was expected: ${packet}`));
const work = workloads[spec.workload](crowd, spec, meter);
const spent = { seconds: 0, cpuSeconds: 0 };
say({ connections: crowd.length });
for await (const line of createInterface({ input: process.stdin })) say(await run(JSON.parse(line)));
process.exit();

/**
 * @param {Slice} slice
 * @returns {Promise<LoadFigures>}
 */
async function run({ runMs, warmUp = false }) {
  const cpuAtStart = process.cpuUsage();
  const startedAt = performance.now();
  work.start();
  await delay(runMs);
  await work.stop();
  const cpu = process.cpuUsage(cpuAtStart);
  spent.seconds += (performance.now() - startedAt) / 1_000;
  spent.cpuSeconds += (cpu.user + cpu.system) / 1e6;
  const figures = {
    messages: meter.messages,
    rate: meter.messages / spent.seconds,
    p50Ms: meter.latency.percentile(0.5),
    p99Ms: meter.latency.percentile(0.99),
    clientShare: spent.cpuSeconds / spent.seconds,
  };
  if (warmUp) forget();
  return figures;
}

function forget() {
  meter.clear();
  spent.seconds = 0;
  spent.cpuSeconds = 0;
}

/** @param {object} line */
function say(line) {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** @param {string} reason */
function fail(reason) {
  process.stderr.write(`${reason}\n`);
  process.exit(1);
}
