import { readFileSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { connect } from "../load/connection.mjs";
import { textFrame } from "../load/frames.mjs";
import { untilListening } from "../load/listening.mjs";
import { appsFolder, cacheFolder } from "./folders.mjs";
import { startServer } from "./servers.mjs";
import { percentile } from "./statistics.mjs";

const deadlineMs = 20_000;
/** Between the saves, so that each meets a server that is at rest, unless the settings have `restMs`. */
const atRestMs = 150;
/** Between a client's attempts to come back. */
const retryMs = 20;
const ask = textFrame('420["version"]');

/**
 * What `savedFile` measures, as columns.
 *
 * @type {readonly import("./catalog.mjs").Figure[]}
 */
export const savingFigures = [
  { key: "p50", title: "save to new code p50", unit: "ms", digits: 1 },
  { key: "p95", title: "p95", unit: "ms", digits: 1 },
  { key: "p99", title: "p99", unit: "ms", digits: 1 },
  { key: "stallMs", title: "longest silence p99", unit: "ms", digits: 1 },
  { key: "dropped", title: "clients dropped a save", digits: 0 },
];

/**
 * What `savedFile` measures where the settings have `early`, as columns.
 *
 * @type {readonly import("./catalog.mjs").Figure[]}
 */
export const memoryFigures = [
  { key: "earlyMib", title: "memory after 100 saves", unit: "MiB", digits: 1 },
  { key: "lateMib", title: "after 2,000", unit: "MiB", digits: 1 },
  { key: "growth", title: "growth", digits: 3 },
  { key: "p50", title: "save to new code p50", unit: "ms", digits: 1 },
];

/**
 * A scenario's `prepare`: each slice saves the target's file many times, each time with another version in it. It is timed until a client
 * that asks all the time is first answered by that version, and how long that client has at most waited for any answer.
 *
 * @param {import("./catalog.mjs").Trial} trial
 * @returns {Promise<import("./catalog.mjs").Rig>}
 */
export async function savedFile({ target, setup, settings }) {
  const { connections = 1, early } = settings;
  const restMs = Number(settings.restMs ?? atRestMs);
  const saves = Number(target.restarts ? settings.restarts : settings.saves);
  await mkdir(cacheFolder, { recursive: true });
  const folder = await mkdtemp(join(cacheFolder, "saved-"));
  const name = target.saves ?? "";
  const file = join(folder, name);
  await cp(join(appsFolder, name), file);
  const text = await readFile(file, "utf8");
  const server = await startServer(target, { ...setup, file });
  /** @type {Crowd | undefined} */
  let crowd;
  const close = async () => {
    crowd?.close();
    await server.kill();
    await rm(folder, { recursive: true });
  };
  try {
    await untilListening(server.port, AbortSignal.timeout(deadlineMs));
    crowd = new Crowd(server.port);
    await crowd.fill(connections);
  } catch (error) {
    await close();
    throw error;
  }
  const present = crowd;
  /** @type {number[]} */
  const times = [];
  /** @type {number[]} */
  const silences = [];
  let earlyMib = 0;
  let lateMib = 0;
  return {
    async run() {
      for (let save = 1; save <= saves; save++) {
        const version = times.length + 1;
        await writeFile(file, text.replace("version = 0", `version = ${version}`));
        const savedAt = performance.now();
        silences.push(await Promise.race([present.untilAnswered(version), server.broken]));
        times.push(performance.now() - savedAt);
        await present.untilWhole();
        if (times.length === early) earlyMib = residentMib(server.pid);
        await new Promise((resolve) => setTimeout(resolve, restMs));
      }
      lateMib = residentMib(server.pid);
    },
    figures: () => ({
      p50: percentile(times, 50),
      p95: percentile(times, 95),
      p99: percentile(times, 99),
      stallMs: percentile(silences, 99),
      dropped: present.dropped / times.length,
      ...(early !== undefined && { earlyMib, lateMib, growth: lateMib / earlyMib }),
    }),
    close,
  };
}

/**
 * @param {number} pid
 * @returns {number} what a process keeps in memory, see proc(5)
 */
function residentMib(pid) {
  const [, kib] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kib) / 1_024;
}

/** Clients that come back when they are dropped; the first asks for the version. */
class Crowd {
  dropped = 0;
  #port;
  #closed = false;
  /** @type {Set<import("../load/connection.mjs").Connection>} */
  #connected = new Set();
  #size = 0;

  /** @param {number} port */
  constructor(port) {
    this.#port = port;
  }

  /** @param {number} size */
  async fill(size) {
    this.#size = size;
    for (let count = 0; count < size; count++) await this.#join();
  }

  async #join() {
    const connection = await this.#connect();
    this.#connected.add(connection);
    connection.onPacket = () => {};
    connection.onLost = () => {
      this.dropped++;
      this.#connected.delete(connection);
      connection.close();
      if (!this.#closed) void this.#join();
    };
    return connection;
  }

  /** @returns {Promise<import("../load/connection.mjs").Connection>} */
  async #connect() {
    for (;;) {
      try {
        return await connect({ port: this.#port });
      } catch (error) {
        if (this.#closed) throw error;
        await new Promise((resolve) => setTimeout(resolve, retryMs));
      }
    }
  }

  async untilWhole() {
    const late = performance.now() + deadlineMs;
    while (this.#connected.size < this.#size) {
      if (performance.now() > late) throw new Error("Not all clients came back.");
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  }

  /**
   * @param {number} version
   * @returns {Promise<number>} the longest time between two answers until then
   */
  async untilAnswered(version) {
    const late = performance.now() + deadlineMs;
    let heardAt = performance.now();
    let longest = 0;
    while (performance.now() < late) {
      const answer = await this.#ask();
      longest = Math.max(longest, performance.now() - heardAt);
      heardAt = performance.now();
      if (answer === version) return longest;
    }
    throw new Error(`The new code did not answer within ${deadlineMs / 1_000} s.`);
  }

  /** @returns {Promise<number | undefined>} the version, or nothing if the client was dropped or had to wait too long */
  async #ask() {
    const [connection = await this.#next()] = this.#connected;
    return new Promise((resolve) => {
      const { onLost } = connection;
      const done = (/** @type {number | undefined} */ answer) => {
        connection.onPacket = () => {};
        connection.onLost = onLost;
        resolve(answer);
      };
      connection.onLost = (reason) => {
        done(undefined);
        onLost(reason);
      };
      connection.onPacket = (bytes, start, end) => {
        done(Number(/\[(\d+)\]/.exec(bytes.toString("utf8", start, end))?.[1]));
      };
      connection.send(ask);
    });
  }

  async #next() {
    for (;;) {
      const [connection] = this.#connected;
      if (connection) return connection;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  close() {
    this.#closed = true;
    for (const connection of this.#connected) connection.close();
  }
}
