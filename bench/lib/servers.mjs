import { cores, startPinned } from "./children.mjs";
import { appsFolder } from "./folders.mjs";
import { freePort } from "./ports.mjs";

/**
 * @typedef {object} RunningServer
 * @property {number} pid
 * @property {number} port
 * @property {number} spawnedAt of `performance.now()`
 * @property {Promise<never>} broken rejects with the server's last words should it end by itself
 * @property {() => Promise<void>} kill
 *
 * @typedef {object} Surroundings of a server
 * @property {string} [brokerUrl]
 * @property {boolean} [bothCores] it may use the generator's core too
 * @property {Readonly<Record<string, string>>} [env] more variables
 */

/**
 * Starts a target as a fresh process on the server's core, on a free loopback port. It does not wait until it listens.
 *
 * @param {import("./catalog.mjs").Target} target
 * @param {import("./catalog.mjs").Setup} setup
 * @param {Surroundings} [surroundings]
 * @returns {Promise<RunningServer>}
 */
export async function startServer(target, setup, { brokerUrl, bothCores = false, env } = {}) {
  const port = await freePort();
  const command = target.command({ ...setup, port, brokerUrl });
  const spawnedAt = performance.now();
  const child = startPinned(command, {
    core: bothCores ? cores.both : cores.server,
    cwd: appsFolder,
    env: { ...environment(port), ...env },
  });
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
