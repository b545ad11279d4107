import { afterAll, beforeAll } from "vitest";
import type { TestBroker } from "../_support/brokers/broker-process.ts";
import { noRedis } from "../_support/brokers/redis.ts";
import { startRedisCluster } from "../_support/brokers/redis-cluster.ts";
import { describeUnless } from "../_support/needs.ts";
import { holdToContract } from "./contract/index.ts";
import { holdInFaults } from "./faults/index.ts";

describeUnless(noRedis, "a cluster of three", () => {
  let cluster: TestBroker;
  beforeAll(async () => {
    cluster = await startRedisCluster();
  }, 60_000);
  afterAll(() => cluster[Symbol.asyncDispose]());
  // It takes seconds to start, so that all modes share one.
  const broker = async () => ({ ...cluster, [Symbol.asyncDispose]: async () => {} });

  holdToContract({ name: "streams", broker, recovers: true });
  holdToContract({ name: "pubsub", broker, query: "?mode=pubsub" });
  holdToContract({ name: "sharded", broker, query: "?mode=sharded" });
  holdInFaults({ name: "streams", broker, faults: ["death"] });
});
