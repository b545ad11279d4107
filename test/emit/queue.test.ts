import { createClient } from "redis";
import { expect, test } from "vitest";
import { freePort } from "../_support/brokers/broker-process.ts";
import { noRedis, startRedis } from "../_support/brokers/redis.ts";
import { describeUnless } from "../_support/needs.ts";
import { acquainted, startNode } from "../adapters/contract/subject.ts";
import { post, token } from "./admin.ts";

describeUnless(noRedis, "POST /emit and a queue of Flask-SocketIO", () => {
  test("Python hears the event, and nothing of the question who else has heard it", async () => {
    await using broker = await startRedis();
    const adminPort = await freePort();
    const queue = { queue: broker.url, queuePublish: true };
    const nodes = [
      await startNode(broker.url, { ...queue, adminPort, adminToken: token }),
      await startNode(broker.url, queue),
    ];
    await acquainted(nodes);
    const python = createClient({ url: broker.url });
    await python.connect();
    const heard: unknown[] = [];
    await python.subscribe("flask-socketio", (message) => {
      const { event, room } = JSON.parse(message) as { event: string; room: unknown };
      heard.push([event, room]);
    });
    const url = `http://127.0.0.1:${adminPort}`;
    expect(await post(url, { event: "first", to: "room" })).toMatchObject({ status: 200, body: { nodes: 2 } });
    await post(url, { event: "last" });
    await expect.poll(() => heard).toContainEqual(["last", null]);
    python.destroy();
    expect(heard).toEqual([
      ["first", "room"],
      ["last", null],
    ]);
  }, 30_000);
});
