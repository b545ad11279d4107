import { afterAll, beforeAll } from "vitest";
import type { TestBroker } from "../_support/brokers/broker-process.ts";

/** One broker for all tests of a block. */
export function startShared<B extends TestBroker>(start: () => Promise<B>): () => B {
  let broker: B | undefined;
  beforeAll(async () => {
    broker = await start();
  }, 60_000);
  afterAll(async () => {
    await broker?.[Symbol.asyncDispose]();
  });
  return () => {
    if (!broker) throw new Error("The broker does not run.");
    return broker;
  };
}
