/**
 * The load generator: a process of its own, so that its cost is not the server's.
 *
 * It takes one LoadSpec as JSON on the command line, opens the connections and writes how that went: LoadFigures of which a
 * message is a connection. From then on each line on stdin, a Slice as JSON, sets the connections to work for that long, and
 * is answered with the LoadFigures of all slices since the warm-up. It ends with stdin; a connection that breaks or a packet that is not what was expected ends it with
 * status 1 and the reason on stderr.
 */
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { openCrowd } from "./crowd.mjs";
import { Meter } from "./meter.mjs";
import { workloads } from "./workloads/index.mjs";

/**
 * @typedef {import("./workloads/index.mjs").WorkloadSettings & {
 *   workload: keyof typeof workloads, ports: readonly number[], connectMs: number
 * }} LoadSpec
 *
 * @typedef {object} Slice
 * @property {number} runMs
 * @property {boolean} [warmUp] forget it afterwards
 *
 * @typedef {object} LoadFigures
 * @property {number} messages
 * @property {number} emits events that many were to get; a message is then one delivery
 * @property {number} rate messages a second
 * @property {number} p50Ms
 * @property {number} p99Ms
 * @property {number} clientShare of one core that this process used, from 0 to 1
 */

process.on("uncaughtException", ({ message }) => fail(message));

/** @type {LoadSpec} */
const spec = JSON.parse(process.argv[2]);
const meter = new Meter((packet) => fail(`This packet is not what was expected: ${packet}`));
const spent = { seconds: 0, cpuSeconds: 0 };
const crowd = await timed(() =>
  openCrowd(spec.ports, spec.connections, {
    signal: AbortSignal.timeout(spec.connectMs),
    onReady: (openedAt) => meter.count(openedAt),
  }),
);
for (const connection of crowd) connection.onLost = ({ message }) => fail(`A connection broke under load: ${message}`);
const opened = figures();
forget();
const work = await workloads[spec.workload](crowd, spec, meter);
say(opened);
for await (const line of createInterface({ input: process.stdin })) say(await run(JSON.parse(line)));
process.exit();

/**
 * @param {Slice} slice
 * @returns {Promise<LoadFigures>}
 */
async function run({ runMs, warmUp = false }) {
  await timed(async () => {
    work.start();
    await delay(runMs);
    await work.stop();
  });
  const result = figures();
  if (warmUp) forget();
  return result;
}

/**
 * @template T
 * @param {() => Promise<T>} task whose time and CPU time are added to what is spent
 */
async function timed(task) {
  const cpuAtStart = process.cpuUsage();
  const startedAt = performance.now();
  const result = await task();
  const cpu = process.cpuUsage(cpuAtStart);
  spent.seconds += (performance.now() - startedAt) / 1_000;
  spent.cpuSeconds += (cpu.user + cpu.system) / 1e6;
  return result;
}

/** @returns {LoadFigures} */
function figures() {
  return {
    messages: meter.messages,
    emits: meter.emits,
    rate: meter.messages / spent.seconds,
    p50Ms: meter.latency.percentile(0.5),
    p99Ms: meter.latency.percentile(0.99),
    clientShare: spent.cpuSeconds / spent.seconds,
  };
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
