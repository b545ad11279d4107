import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, vi } from "vitest";
import { freePort, type TestBroker } from "./broker-process.ts";
import { startRedis } from "./redis.ts";

const run = promisify(execFile);

/** Starts a Redis cluster of three servers, each with a third of the data. */
export async function startRedisCluster(): Promise<TestBroker> {
  const servers = await Promise.all(
    [1, 2, 3].map(async () => {
      const busPort = await freePort();
      return startRedis({ args: ["--cluster-enabled", "yes", "--cluster-port", String(busPort)] });
    }),
  );
  const [first] = servers;
  if (!first) throw new Error("There is no server.");
  const hosts = servers.map(({ port }) => `127.0.0.1:${port}`);
  const agreed = async () => {
    for (const { port } of servers) {
      const { stdout } = await run("redis-cli", ["-p", String(port), "cluster", "info"]);
      expect(stdout).toContain("cluster_state:ok");
    }
  };
  const ready = () => vi.waitFor(agreed, { timeout: 20_000, interval: 50 });
  const dispose = async () => void (await Promise.all(servers.map((server) => server[Symbol.asyncDispose]())));
  try {
    await run("redis-cli", ["--cluster", "create", ...hosts, "--cluster-yes"]);
    await ready();
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    url: `redis+cluster://${hosts.join(",")}`,
    port: first.port,
    async start() {
      // They have lost the data, and still know each other.
      await Promise.all(servers.map((server) => server.start()));
      await ready();
    },
    kill: async () => void (await Promise.all(servers.map((server) => server.kill()))),
    freeze() {
      for (const server of servers) server.freeze();
    },
    thaw() {
      for (const server of servers) server.thaw();
    },
    [Symbol.asyncDispose]: dispose,
  };
}
