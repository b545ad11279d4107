import { createClient } from "redis";
import { expect, test } from "vitest";
import { freePort } from "../_support/brokers/broker-process.ts";
import { noNats, startNats } from "../_support/brokers/nats.ts";
import { noRedis, startRedis } from "../_support/brokers/redis.ts";
import { describeUnless } from "../_support/needs.ts";
import { connected, serve } from "../_support/server.ts";
import { ask, post, token } from "./admin.ts";

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

describeUnless(noRedis, "POST /emit", () => {
  test("answers in good time though the broker hangs, and sends nothing while it is required and away", async () => {
    await using broker = await startRedis();
    const adminPort = await freePort();
    const url = `http://127.0.0.1:${adminPort}`;
    await using server = await serve(() => {}, {
      adapter: broker.url,
      requireAdapter: true,
      adminPort,
      adminToken: token,
    });
    const client = await connected(server.client());
    const heard: unknown[] = [];
    client.onAny((event) => heard.push(event));
    broker.freeze();
    expect(await post(url, { event: "first" })).toMatchObject({ status: 200, body: { nodes: 1 } });
    // The server itself has not noticed yet.
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    expect(await ask(`${url}/stats`)).toMatchObject({ status: 200, body: { nodes: 1 } });
    await expect.poll(async () => (await fetch(`${server.url}/readyz`)).status, { timeout: 15_000 }).toBe(503);
    expect(await post(url, { event: "second" })).toMatchObject({
      status: 503,
      body: { error: "The broker of the adapter is away. Nothing was sent." },
    });
    broker.thaw();
    await expect.poll(async () => (await post(url, { event: "third" })).status, { timeout: 15_000 }).toBe(200);
    await expect.poll(() => heard).toContain("third");
    expect(heard).not.toContain("second");
  }, 40_000);
});
