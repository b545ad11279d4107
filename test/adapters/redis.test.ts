import { noRedis, startRedis } from "../_support/brokers/redis.ts";
import { describeUnless } from "../_support/needs.ts";
import { holdToContract } from "./contract/index.ts";

describeUnless(noRedis, "redis", () => {
  holdToContract({ name: "streams", broker: startRedis, recovers: true });
  holdToContract({ name: "pubsub", broker: startRedis, query: "?mode=pubsub" });
  holdToContract({ name: "sharded", broker: startRedis, query: "?mode=sharded" });
});
