import { createClient } from "redis";
import { expect, test } from "vitest";
import { freePort } from "../_support/brokers/broker-process.ts";
import { noNats, startNats } from "../_support/brokers/nats.ts";
import { noRedis, startRedis } from "../_support/brokers/redis.ts";
import { describeUnless } from "../_support/needs.ts";
import { serve } from "../_support/server.ts";
import { ask, token } from "./admin.ts";

describeUnless(noNats, "GET /readyz", () => {
  const ready = async (url: string) => {
    const response = await fetch(`${url}/readyz`);
    return [response.status, await response.json()];
  };

  test("says no while the broker that is required is away, and that the server lives", async () => {
    await using broker = await startNats();
    await using server = await serve(() => {}, { adapter: broker.url, requireAdapter: true });
    expect(await ready(server.url)).toEqual([200, { status: "ready" }]);
    await broker.kill();
    await expect.poll(() => ready(server.url), { timeout: 10_000 }).toEqual([503, { status: "adapter away" }]);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    await broker.start();
    await expect.poll(() => ready(server.url), { timeout: 15_000 }).toEqual([200, { status: "ready" }]);
  }, 40_000);

  test("says yes all the same where the broker is not required", async () => {
    await using server = await serve(() => {}, { adapter: `nats://127.0.0.1:${await freePort()}` });
    await expect.poll(() => server.log.map(({ message }) => message).join()).toContain("cannot be reached");
    expect(await ready(server.url)).toEqual([200, { status: "ready" }]);
  });
});

describeUnless(noRedis, "what is dropped", () => {
  test("is counted by where it came from, and why", async () => {
    await using broker = await startRedis();
    const adminPort = await freePort();
    await using server = await serve(() => {}, {
      adapter: `${broker.url}?mode=pubsub`,
      queue: broker.url,
      adminPort,
      adminToken: token,
    });
    const redis = createClient({ url: broker.url });
    await redis.connect();
    for (const garbage of ["{", "{", "7"]) await redis.publish("flask-socketio", garbage);
    await redis.publish("sio#/#", "garbage");
    const dropped = async () =>
      ((await ask(`http://127.0.0.1:${adminPort}/stats`)).body as { dropped: object }).dropped;
    await expect.poll(dropped).toEqual({
      adapter: { "made no sense": 1 },
      queue: { "is neither JSON nor a pickle": 2, "is no object": 1 },
    });
    redis.destroy();
    const told = server.log.map(({ message }) => message).filter((message) => /dropped/i.test(message));
    expect(told.sort()).toEqual([
      expect.stringMatching(/^A message from redis:\S+ was dropped/),
      expect.stringMatching(/^A message of the Flask-SocketIO queue was dropped/),
    ]);
  }, 20_000);
});
