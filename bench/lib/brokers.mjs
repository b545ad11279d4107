import { execFileSync } from "node:child_process";
import { chownSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { untilListening } from "../load/listening.mjs";
import { cores, startPinned } from "./children.mjs";
import { cpuMs } from "./cpu.mjs";
import { freePort } from "./ports.mjs";
import { program } from "./requirements.mjs";
import { trafficBytes } from "./traffic.mjs";

const deadlineMs = 20_000;

/**
 * @typedef {object} Broker by which servers hear each other
 * @property {import("./requirements.mjs").Requirement} requirement
 * @property {(port: number) => string} url
 * @property {(folder: string) => void} [prepare] fills the empty folder that it gets
 * @property {(at: { port: number, folder: string }) => string[]} command MUST listen on that port of 127.0.0.1
 */

/** Every broker by the name that targets ask for. Nothing is kept on disk where that can be turned off. */
export const brokers = /** @satisfies {Record<string, Broker>} */ ({
  redis: {
    requirement: program("redis-server", "redis-server"),
    url: (port) => `redis://127.0.0.1:${port}`,
    command: ({ port, folder }) => [
      ...["redis-server", "--port", String(port), "--bind", "127.0.0.1"],
      ...["--save", "", "--dir", folder],
    ],
  },
  nats: {
    requirement: program("nats-server", "nats-server"),
    url: (port) => `nats://127.0.0.1:${port}`,
    command: ({ port }) => ["nats-server", "--addr", "127.0.0.1", "--port", String(port)],
  },
  postgres: {
    requirement: program("postgres", "postgresql"),
    url: (port) => `postgres://postgres@127.0.0.1:${port}/postgres`,
    prepare(folder) {
      if (isRoot) chownSync(folder, ...ownerOfPostgres());
      const [command, ...args] = asPostgres("initdb", "--pgdata", folder, "--username", "postgres", "--no-sync");
      execFileSync(command, args, { stdio: ["ignore", "ignore", "pipe"], cwd: folder });
    },
    command: ({ port, folder }) =>
      asPostgres("postgres", "-D", folder, "-p", String(port), "-h", "127.0.0.1", "-k", folder, "-F"),
  },
});

const isRoot = process.getuid?.() === 0;

/**
 * Starts a broker beside the load generator, so that the servers' core is theirs alone.
 *
 * @param {keyof typeof brokers} name
 */
export async function startBroker(name) {
  /** @type {Broker} */
  const broker = brokers[name];
  const folder = await mkdtemp(join(tmpdir(), `sio-serve-bench-${name}-`));
  broker.prepare?.(folder);
  const port = await freePort();
  const child = startPinned(broker.command({ port, folder }), { core: cores.load, cwd: folder });
  const kill = async () => {
    await child.kill();
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  };
  const ended = child.ended.then(({ complaint }) => {
    throw new Error(`${name} ended: ${complaint}`);
  });
  ended.catch(() => {});
  try {
    await Promise.race([untilListening(port, AbortSignal.timeout(deadlineMs)), ended]);
  } catch (error) {
    await kill();
    throw error;
  }
  return {
    url: broker.url(port),
    cpuMs: () => cpuMs(child.pid),
    trafficBytes: () => trafficBytes(child.pid),
    kill,
  };
}

/**
 * PostgreSQL refuses to run as root.
 *
 * @param {...string} command
 */
function asPostgres(...command) {
  return isRoot ? ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--clear-groups", ...command] : command;
}

/** @returns {[uid: number, gid: number]} */
function ownerOfPostgres() {
  const id = (/** @type {string} */ flag) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return [id("-u"), id("-g")];
}
