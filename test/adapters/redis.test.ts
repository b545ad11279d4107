import { describe } from "vitest";
import { hasRedis, startRedis } from "../_support/brokers/redis.ts";
import { holdToContract } from "./contract/index.ts";

describe.skipIf(!hasRedis())("redis", () => {
  holdToContract({ name: "streams", broker: startRedis, recovers: true });
  holdToContract({ name: "pubsub", broker: startRedis, query: "?mode=pubsub" });
  holdToContract({ name: "sharded", broker: startRedis, query: "?mode=sharded" });
});
