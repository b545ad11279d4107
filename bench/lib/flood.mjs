import { setTimeout as delay } from "node:timers/promises";
import { garbage } from "./garbage.mjs";
import { keptAtRest, watchMemory } from "./kept.mjs";
import { startSite } from "./site.mjs";

const batchSize = 500;
/** What Redis may hold for servers that do not keep up, before the flood waits; far less than what it ends a connection for. */
const mostWaitingBytes = 1_000_000;

/**
 * What `flood` measures, as columns.
 *
 * @type {readonly import("./catalog.mjs").Figure[]}
 */
export const floodFigures = [
  { key: "earlyMib", title: "resident early", unit: "MiB", digits: 1 },
  { key: "lateMib", title: "resident at the end", unit: "MiB", digits: 1 },
  { key: "earlyHeapMib", title: "heap early", unit: "MiB", digits: 2 },
  { key: "lateHeapMib", title: "heap at the end", unit: "MiB", digits: 2 },
  { key: "serverMicros", title: "server CPU a message", unit: "µs", digits: 1 },
  { key: "rate", title: "messages/s", digits: 0, moreIsBetter: true },
];

/**
 * A scenario's `prepare`: each slice floods fresh servers with garbage where they listen, and looks at what they keep in memory after the first
 * part of it and at the end, both times at rest and after collecting garbage of the other kind.
 *
 * @param {import("./catalog.mjs").Trial} trial whose settings are how many `messages`, and how many of them are `early`
 * @returns {Promise<import("./catalog.mjs").Rig>}
 */
export async function flood({ target, setup, settings }) {
  /** @type {import("./catalog.mjs").Figures} */
  let figures = {};
  return {
    async run() {
      const memory = await watchMemory();
      try {
        const site = await startSite(target, setup, { env: memory.env });
        try {
          figures = await Promise.race([measure({ site, target, memory }, settings), site.broken]);
        } finally {
          await site.kill();
        }
      } finally {
        await memory.close();
      }
    },
    figures: () => figures,
    async close() {},
  };
}

/**
 * @param {{ site: import("./site.mjs").Site, target: import("./catalog.mjs").Target, memory: import("./kept.mjs").MemoryWatch }} flooded
 * @param {import("./catalog.mjs").Settings} settings
 */
async function measure({ site, target, memory }, settings) {
  const messages = Number(settings.messages);
  const early = Number(settings.early);
  const { createClient } = await import("redis");
  const sender = await createClient({ url: site.brokerUrl, RESP: 2 }).connect();
  const pour = pourer(sender, site, target);
  try {
    const first = await pour({ from: 0, to: early });
    const before = await keptAtRest(site, memory);
    const rest = await pour({ from: early, to: messages });
    const after = await keptAtRest(site, memory);
    return {
      earlyMib: before.residentMib,
      lateMib: after.residentMib,
      earlyHeapMib: before.heapMib,
      lateHeapMib: after.heapMib,
      serverMicros: ((first.cpuMs + rest.cpuMs) * 1_000) / messages,
      rate: messages / (first.seconds + rest.seconds),
    };
  } finally {
    sender.destroy();
  }
}

/**
 * Makes what sends the messages of a range, in turn to each place where the target listens, and returns how long it took until the servers
 * had read them, and their CPU time.
 *
 * @param {any} sender the types of the package's client depend on what it is made with
 * @param {import("./site.mjs").Site} site
 * @param {import("./catalog.mjs").Target} target
 */
function pourer(sender, site, { hears: { channels, stream } = { channels: [] } }) {
  const places = [
    ...channels.map((channel) => (/** @type {Buffer} */ body) => sender.publish(channel, body)),
    ...(stream
      ? [(/** @type {Buffer} */ data) => sender.xAdd(stream, "*", { nsp: "/", uid: "x", type: "3", data })]
      : []),
  ];
  return async (/** @type {{ from: number, to: number }} */ { from, to }) => {
    const before = { cpuMs: site.cpuMs(), time: performance.now() };
    for (let first = from; first < to; first += batchSize) {
      const indices = Array.from({ length: Math.min(batchSize, to - first) }, (_, index) => first + index);
      await Promise.all(indices.map((index) => places[index % places.length](garbage(index))));
      await untilRead(sender, stream);
    }
    return { cpuMs: site.cpuMs() - before.cpuMs, seconds: (performance.now() - before.time) / 1_000 };
  };
}

/**
 * Resolves when Redis holds little that its readers have not taken, so that it neither ends their connections nor grows itself.
 *
 * @param {any} sender
 * @param {string | undefined} stream
 */
async function untilRead(sender, stream) {
  for (;;) {
    const clients = String(await sender.sendCommand(["CLIENT", "LIST"]));
    const waiting = [...clients.matchAll(/\bomem=(\d+)/g)].reduce((sum, [, bytes]) => sum + Number(bytes), 0);
    if (waiting < mostWaitingBytes) break;
    await delay(1);
  }
  if (stream) await sender.xTrim(stream, "MAXLEN", 20_000);
}
