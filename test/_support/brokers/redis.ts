import { temporaryFolder } from "../folder.ts";
import { missingProgram } from "../needs.ts";
import { listens } from "../ports.ts";
import { brokerProcess, freePort, type TestBroker } from "./broker-process.ts";

/** Why there is no Redis here. */
export const noRedis = missingProgram("redis-server", "redis-server");

/** How a Redis is started. */
export interface RedisOptions {
  /** More words of its command line. @example ["--requirepass", "pssst"] */
  readonly args?: readonly string[];
  /** What stands before the host in the URL. @example ":pssst@" */
  readonly user?: string;
}

/** Starts a real Redis on a free port, which keeps nothing on disk. */
export async function startRedis({ args = [], user = "" }: RedisOptions = {}): Promise<TestBroker> {
  const [port, folder] = await Promise.all([freePort(), temporaryFolder()]);
  const running = brokerProcess({
    command: "redis-server",
    args: ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder.path, ...args],
    ready: () => listens(port),
  });
  await running.start();
  return {
    ...running,
    port,
    url: `redis://${user}127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      await running[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}
