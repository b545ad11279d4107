import { createClient } from "redis";
import { expect, onTestFinished, test } from "vitest";
import { noRedis, startRedis } from "../_support/brokers/redis.ts";
import { garbageCollector } from "../_support/garbage-collector.ts";
import { describeUnless, needs } from "../_support/needs.ts";
import { slowProxy } from "../_support/slow-proxy.ts";
import { acquainted, hear, newChannel, settled, startNode, startTwo } from "./contract/subject.ts";
import { hearEachOther, told } from "./faults/delivery.ts";
import { holdInFaults } from "./faults/index.ts";

describeUnless(noRedis, "redis", () => {
  holdInFaults({ name: "streams", broker: startRedis, faults: ["death", "absence"] });
  holdInFaults({ name: "streams with recovery", broker: startRedis, options: { connectionStateRecovery: "1m" } });
  holdInFaults({ name: "pubsub", broker: startRedis, query: "?mode=pubsub", faults: ["death", "stopping"] });
  holdInFaults({ name: "sharded", broker: startRedis, query: "?mode=sharded", faults: ["death"] });

  test("connections that Redis closes are made again", async () => {
    const { url, admin } = await startWithAdmin();
    const nodes = await startTwo(url);
    const clients = await Promise.all(nodes.map((node) => node.client()));
    await Promise.all(["normal", "pubsub"].map((type) => admin.sendCommand(["CLIENT", "KILL", "TYPE", type])));
    await told(nodes, ["is lost", "is back"]);
    await hearEachOther(nodes, clients);
  });

  test("namespaces that are made while a connection is made again hear the others", async () => {
    const { url, admin } = await startWithAdmin();
    const { port } = new URL(url);
    const slow = url.replace(port, String(await slowProxy(Number(port), 150)));
    const channel = newChannel();
    const [node, other] = await Promise.all([slow, url].map((at) => startNode(`${at}?mode=pubsub`, { channel })));
    if (!node || !other) throw new Error("Not two.");
    await acquainted([node, other]);
    await admin.sendCommand(["CLIENT", "KILL", "TYPE", "pubsub"]);
    await told([node], ["is lost"]);
    const names: string[] = [];
    const heard = new Set<string>();
    const isBack = () => {
      const name = `/late-${names.length}`;
      names.push(name);
      node.sio.io.of(name).on("hello", () => heard.add(name));
      return node.log.some(({ message }) => message.includes("is back after"));
    };
    await expect.poll(isBack, { interval: 20, timeout: 20_000 }).toBe(true);
    const sayHello = () => {
      for (const name of names) other.sio.io.of(name).serverSideEmit("hello");
      return names.filter((name) => !heard.has(name));
    };
    await expect.poll(sayHello, { interval: 200 }).toEqual([]);
  });

  test("a Redis that has lost its stream's name to other data counts as lost until it has it back", async () => {
    const { url, admin } = await startWithAdmin();
    const channel = newChannel();
    await admin.set(channel, "no stream");
    const node = await startNode(url, { channel });
    await told([node], ["WRONGTYPE"]);
    await admin.del(channel);
    await told([node], ["WRONGTYPE", "is back"]);
  });
});

/** What others may write, by where each mode listens. */
const garbage = {
  streams: async (admin: Admin, channel: string, body: Buffer) => {
    await admin.xAdd(channel, "*", { nsp: "/", uid: "x", type: "3", data: body });
    await admin.xAdd(channel, "*", { body });
    await admin.publish(`${channel}#/#`, body);
  },
  pubsub: async (admin: Admin, channel: string, body: Buffer) => {
    await admin.publish(`${channel}#/#`, body);
    await admin.publish(`${channel}-request#/#`, body);
    await admin.publish(`${channel}-response#/#`, body);
  },
  sharded: async (admin: Admin, channel: string, body: Buffer) => {
    await admin.sPublish(`${channel}#/#`, body);
  },
};

type Admin = Awaited<ReturnType<typeof startWithAdmin>>["admin"];

const bodies: readonly Buffer[] = [
  Buffer.alloc(0),
  Buffer.from("{"),
  Buffer.from("{}"),
  Buffer.from("null"),
  Buffer.from('{"type":3,"uid":"x","nsp":"/"}'),
  Buffer.from('{"type":3,"uid":"x","nsp":"/","data":{"packet":{"type":2,"data":["news"]},"opts":{"rooms":7}}}'),
  Buffer.from('{"type":2,"opts":{"rooms":5},"rooms":"a"}'),
  Buffer.from('{"type":5,"requestId":"x","opts":null}'),
  Buffer.from('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'),
  Buffer.from(`{"type":3,"uid":"x","nsp":"/","data":${"[".repeat(100_000)}${"]".repeat(100_000)}}`),
  Buffer.from(Array.from({ length: 1_000 }, (_, index) => (index * 7_919) % 256)),
  Buffer.alloc(10_000_000, "\x00\xc1{["),
];

describeUnless(noRedis, "garbage on the channel", () => {
  test.each(["streams", "pubsub", "sharded"] as const)("%s: is dropped, and told in one line", async (mode) => {
    const { url, admin } = await startWithAdmin();
    const channel = newChannel();
    const nodes = await Promise.all([1, 2].map(() => startNode(`${url}?mode=${mode}`, { channel })));
    const clients = await Promise.all(nodes.map((node) => node.client()));
    await hearEachOther(nodes, clients);
    const heard = clients.map((client) => hear(client));
    for (const body of bodies) await garbage[mode](admin, channel, body);
    await hearEachOther(nodes, clients);
    await settled(nodes, clients);
    expect(heard).toEqual([[], []]);
    expect("polluted" in {}).toBe(false);
    for (const { log } of nodes) {
      const warnings = log.filter(({ level }) => level === "warn" || level === "error").map(({ message }) => message);
      expect(warnings).toEqual([expect.stringMatching(/^A message from redis:.* was dropped: it made no sense/)]);
    }
  });
});

test("memory stays flat under garbage", async (context) => {
  needs(context, noRedis);
  const { url, admin } = await startWithAdmin();
  const channel = newChannel();
  const node = await startNode(url, { channel });
  const collect = garbageCollector();
  const flood = async () => {
    for (let round = 0; round < 20; round++) {
      const sent = Array.from({ length: 500 }, (_, index) =>
        admin.publish(`${channel}#/#`, Buffer.from([round, index, 0xc1])),
      );
      const stored = Array.from({ length: 500 }, () =>
        admin.xAdd(channel, "*", { nsp: "/", uid: "x", type: "3", data: "?" }),
      );
      await Promise.all([...sent, ...stored]);
    }
    collect();
    return process.memoryUsage().heapUsed;
  };
  const before = await flood();
  expect((await flood()) - before).toBeLessThan(5_000_000);
  expect(node.log.filter(({ level }) => level === "warn")).toHaveLength(1);
});

test.for(["streams", "pubsub", "sharded"])(
  "what a Redis that hangs does not read does not fill the memory: %s",
  async (mode, context) => {
    needs(context, noRedis);
    await using broker = await startRedis();
    const node = await startNode(`${broker.url}?mode=${mode}`);
    const collect = garbageCollector();
    const taken = () => {
      collect();
      const { heapUsed, external } = process.memoryUsage();
      return heapUsed + external;
    };
    const before = taken();
    broker.freeze();
    for (let count = 0; count < 150; count++) {
      node.sio.io.to("nobody").emit("news", Buffer.alloc(1_000_000, count).toString("latin1"));
      await new Promise(setImmediate);
    }
    const after = taken();
    broker.thaw();
    expect(after - before).toBeLessThan(100_000_000);
  },
);

/** A Redis, and a client that may do anything with it. Both end with the test. */
async function startWithAdmin() {
  const broker = await startRedis();
  const admin = createClient({ url: broker.url });
  admin.on("error", () => {});
  await admin.connect();
  onTestFinished(async () => {
    admin.destroy();
    await broker[Symbol.asyncDispose]();
  });
  return { url: broker.url, admin };
}
