import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import { dialOneOf } from "../../../src/lib/broker/dial-one-of.ts";
import { openLine } from "../../../src/lib/broker/line.ts";
import { type BrokerUrl, readBrokerUrl } from "../../../src/lib/broker-url.ts";

test("a broker that ends every connection at once is asked in growing pauses", async () => {
  const dialled: number[] = [];
  const line = await openLine({
    dial: async () => {
      dialled.push(performance.now());
      return connection({ ended: Promise.resolve(new Error("Go away.")) });
    },
    onState() {},
  });
  await expect.poll(() => dialled.length, { timeout: 10_000 }).toBe(6);
  await line.close();
  expect((dialled[5] as number) - (dialled[4] as number)).toBeGreaterThan(700);
});

test("a thousand lost connections leave no listener on the signal that ends them all", async () => {
  const address = readBrokerUrl("redis://a,b") as BrokerUrl;
  const closing = new AbortController();
  for (let round = 0; round < 1_000; round++) {
    const life = await dialOneOf(address, async () => connection({}), closing.signal);
    life.close();
  }
  expect(getEventListeners(closing.signal, "abort")).toEqual([]);
});

test("each host is dialled at its own port, or at none", async () => {
  const hosts: string[] = [];
  const refused = dialOneOf(
    readBrokerUrl("nats://a:4223,b,[::1]:5") as BrokerUrl,
    async ({ host }) => {
      hosts.push(host);
      throw new Error("No.");
    },
    new AbortController().signal,
  );
  await expect(refused).rejects.toThrow("No.");
  expect(hosts).toEqual(["a:4223", "b", "[::1]:5"]);
});

function connection({ ended = new Promise<Error>(() => {}) }) {
  return { ended, settle: async () => {}, close() {} };
}
