import { expect, test } from "vitest";
import { clusterAdapter, type Siblings } from "../../src/adapters/cluster.ts";

test("what another process says and makes no sense is dropped, and told", () => {
  const dropped: string[] = [];
  let hear: Parameters<Siblings["listen"]>[0] | undefined;
  const siblings: Siblings = {
    id: 1,
    send() {},
    listen(listener) {
      hear = listener;
      return () => {};
    },
  };
  clusterAdapter(siblings, ({ message }) => void dropped.push(message));
  hear?.message(Buffer.from("garbage"));
  hear?.message(Buffer.alloc(0));
  expect(dropped).toHaveLength(2);
});
