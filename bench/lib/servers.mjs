import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";
import { cores, startPinned } from "./children.mjs";
import { appsFolder } from "./folders.mjs";

/**
 * @typedef {object} RunningServer
 * @property {number} pid
 * @property {number} port
 * @property {number} spawnedAt of `performance.now()`
 * @property {Promise<never>} broken rejects with the server's last words should it end by itself
 * @property {() => Promise<void>} kill
 */

/**
 * Starts a target as a fresh process on the server's core, on a free loopback port. It does not wait until it listens.
 *
 * @param {import("./catalog.mjs").Target} target
 * @param {import("./catalog.mjs").Setup} setup
 * @returns {Promise<RunningServer>}
 */
export async function startServer(target, setup) {
  const port = await freePort();
  const command = target.command({ ...setup, port });
  const spawnedAt = performance.now();
  const child = startPinned(command, { core: cores.server, cwd: appsFolder, env: environment(port) });
  let wanted = false;
  const broken = child.ended.then(({ status, complaint }) => {
    if (wanted) return new Promise(() => {});
    throw new Error(`The server ended with status ${status}: ${complaint || "no word on stderr"}`);
  });
  // Nobody may be listening at the moment it breaks; whoever waits for it still sees it.
  broken.catch(() => {});
  const kill = () => {
    wanted = true;
    return child.kill();
  };
  return { pid: child.pid, port, spawnedAt, broken: /** @type {Promise<never>} */ (broken), kill };
}

/** @param {number} port */
function environment(port) {
  const { PATH, HOME } = process.env;
  return { PATH, HOME, PORT: String(port), NODE_ENV: "production" };
}

/** @returns {Promise<number>} below the range from which the kernel takes the ports of outgoing connections */
async function freePort() {
  for (let attempt = 0; attempt < 100; attempt++) {
    const port = randomInt(20_000, 30_000);
    if (await isFree(port)) return port;
  }
  throw new Error("No port from 20000 to 29999 is free.");
}

/** @param {number} port */
async function isFree(port) {
  const server = createServer().listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch {
    return false;
  }
  server.close();
  await once(server, "close");
  return true;
}
