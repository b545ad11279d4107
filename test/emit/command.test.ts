import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { freePort, type TestBroker } from "../_support/brokers/broker-process.ts";
import { noNats, startNats } from "../_support/brokers/nats.ts";
import { noRedis, startRedis } from "../_support/brokers/redis.ts";
import { temporaryFolder } from "../_support/folder.ts";
import { describeUnless, type Missing, needs } from "../_support/needs.ts";
import { connected, serve } from "../_support/server.ts";
import { hear, newChannel, startNodes } from "../adapters/contract/subject.ts";
import { startShared } from "../adapters/shared.ts";
import { token } from "./admin.ts";
import { sioEmit } from "./run.ts";

const brokers: readonly {
  readonly name: string;
  readonly missing: Missing;
  readonly start: () => Promise<TestBroker>;
}[] = [
  { name: "Redis", missing: noRedis, start: startRedis },
  { name: "NATS", missing: noNats, start: startNats },
];

for (const { name, missing, start } of brokers) {
  describeUnless(missing, `sio emit by way of ${name}`, () => {
    const broker = startShared(start);

    test("reaches everyone, a room, all but a room and another namespace, and tells how many servers heard it", async () => {
      const { env, heard } = await startTwo(broker());
      const all = await sioEmit(["news", '{"n":1}', "plain words", "-2"], { env });
      expect(all).toEqual({ status: 0, stdout: "Reached 2 servers.\n", stderr: "" });
      await sioEmit(["news", "room", "--to", "room", "--to", "nobody"], { env });
      const others = await sioEmit(["news", "others", "--except", "room", "--json"], { env });
      expect(JSON.parse(others.stdout)).toEqual({ sent: 1, nodes: 2 });
      await sioEmit(["news", "--namespace", "other"], { env });
      await expect
        .poll(() => heard)
        .toEqual({
          anna: [[{ n: 1 }, "plain words", -2], ["room"]],
          ben: [[{ n: 1 }, "plain words", -2], ["others"]],
          other: [[]],
        });
    }, 30_000);
  });
}

describeUnless(noRedis, "sio emit", () => {
  const broker = startShared(startRedis);

  test("reads stdin: all of it, or an event for each line", async () => {
    const { env, heard } = await startTwo(broker());
    const whole = await sioEmit(["news", "a", "-"], { env, input: '{\n  "n": 1\n}\n' });
    expect(whole).toMatchObject({ status: 0, stdout: "Reached 2 servers.\n" });
    const lines = await sioEmit(["news", "-", "b", "--lines"], { env, input: "1\n\ntwo words\n[3]" });
    expect(lines).toMatchObject({ status: 0, stdout: "Sent 3 events, reached 2 servers.\n" });
    const expected = [
      ["a", { n: 1 }],
      [1, "b"],
      ["two words", "b"],
      [[3], "b"],
    ];
    await expect.poll(() => heard).toEqual({ anna: expected, ben: expected, other: [] });
  }, 30_000);

  test("says when nobody has heard it: exit status 69", async () => {
    const { env } = await startTwo(broker());
    const { status, stdout, stderr } = await sioEmit(["news", "--namespace", "/nowhere", "--json"], { env });
    expect([status, JSON.parse(stdout)]).toEqual([69, { sent: 1, nodes: 0 }]);
    expect(stderr).toMatch(/^✖ No server heard it: .* on the channel test-\S+ of \w+:/);
  }, 30_000);
});

test("a wrong password: exit status 78, without the password", { concurrent: true }, async (context) => {
  needs(context, noRedis);
  await using broker = await startRedis({ args: ["--requirepass", "right"], user: ":pssst@" });
  const { status, stderr } = await sioEmit(["news", "--adapter", broker.url]);
  expect([status, stderr]).toEqual([78, expect.stringContaining("WRONGPASS")]);
  expect(stderr).not.toContain("pssst");
});

test.concurrent("a broker that is down: exit status 69, and one sentence with the reason", async () => {
  const { status, stderr } = await sioEmit(["news", "--adapter", `redis://:pssst@127.0.0.1:${await freePort()}`]);
  expect(status).toBe(69);
  expect(stderr).toMatch(
    /^✖ redis:\/\/:\*{3}@127\.0\.0\.1:\d+ has not answered for 10 s: .*ECONNREFUSED.*\.\n {2}→ .*\n$/,
  );
}, 20_000);

const wrong: readonly (readonly [args: readonly string[], status: number, says: RegExp])[] = [
  [[], 64, /Missing required argument 'event'/],
  [["news"], 64, /There is neither a broker nor an admin port/],
  [["news", "{bad"], 64, /\{bad is not JSON/],
  [["connect"], 64, /Socket\.IO's own/],
  [["news", "-"], 64, /there is nothing/],
  [["news", "-", "-"], 64, /more than one -/],
  [["news", "1", "--lines"], 64, /--lines needs a -/],
  [["news", "--nmespace", "/a"], 64, /Did you mean --namespace\?/],
  [["news", "--adapter", "rediss:/x"], 78, /--adapter must be the URL of a broker/],
  [["news", "--url", "redis://a"], 64, /For a broker it is --adapter/],
  [["news", "--url", "http://anna:pssst@localhost"], 64, /without a name or password/],
  [["news", "--url", "http://localhost:5001"], 64, /wants a token/],
];

test.concurrent("what is wrong with the command line is said in a sentence, before anything is sent", async () => {
  await using folder = await temporaryFolder();
  for (const [args, status, says] of wrong) {
    const told = await sioEmit(args, { cwd: folder.path });
    expect({ args, ...told }).toEqual({ args, status, stdout: "", stderr: expect.stringMatching(says) });
    expect(told.stderr).not.toContain("pssst");
  }
}, 30_000);

describe("sio emit --url", () => {
  const env = { SIO_ADMIN_TOKEN: token };

  async function start() {
    const adminPort = await freePort();
    const server = await serve(() => {}, { adminPort, adminToken: token });
    onTestFinished(() => server[Symbol.asyncDispose]());
    return { server, url: `http://127.0.0.1:${adminPort}/` };
  }

  test("sends by way of a server's admin port", async () => {
    const { server, url } = await start();
    const client = await connected(server.client());
    const heard = hear(client);
    expect(await sioEmit(["news", "1", "--url", url], { env })).toMatchObject({
      status: 0,
      stdout: "Reached 1 server.\n",
    });
    await sioEmit(["news", "2", "--url", url, "--token", token, "--to", client.id ?? "", "--to", "x"]);
    await sioEmit(["news", "3", "--url", url, "--except", client.id ?? ""], { env });
    await sioEmit(["news", "-", "--lines", "--url", url], { env, input: "4\n5\n" });
    await expect.poll(() => heard).toEqual([[1], [2], [4], [5]]);
  }, 20_000);

  test("says why the server refused: a wrong token, a namespace, an event that is too long", async () => {
    const { url } = await start();
    const told = [
      await sioEmit(["news", "--url", url, "--token", `${token}x`]),
      await sioEmit(["news", "--url", url, "--namespace", "/none"], { env }),
      await sioEmit(["news", "-", "--url", url], { env, input: "x".repeat(1_000_001) }),
    ];
    expect(told.map(({ status, stderr }) => [status, stderr.split("\n")[0]])).toEqual([
      [78, "✖ The server refused: The token is wrong."],
      [69, "✖ The server refused: The server has no namespace /none."],
      [64, "✖ The server refused: The body must be 1000000 bytes at most."],
    ]);
  }, 20_000);

  test("says when that is no admin port, or nothing is there", async () => {
    const website = createServer((_request, response) => response.writeHead(302, { location: "/login" }).end()).listen(
      0,
      "127.0.0.1",
    );
    onTestFinished(() => void website.close());
    await once(website, "listening");
    const { port } = website.address() as AddressInfo;
    const elsewhere = await sioEmit(["news", "--url", `http://127.0.0.1:${port}`], { env });
    expect([elsewhere.status, elsewhere.stderr]).toEqual([
      69,
      expect.stringContaining("is no admin port: it answered with status 302"),
    ]);
    const nowhere = await sioEmit(["news", "--url", `http://127.0.0.1:${await freePort()}`], { env });
    expect([nowhere.status, nowhere.stderr]).toEqual([69, expect.stringContaining("ECONNREFUSED")]);
  });
});

/** Two servers with a client each, one of them in a room, and a client in another namespace. */
async function startTwo({ url }: TestBroker) {
  const channel = newChannel();
  const nodes = await startNodes(url, 2, { channel });
  const [anna, ben, other] = await Promise.all([
    nodes[0]?.client(),
    nodes[1]?.client(),
    nodes[1]?.client({ namespace: "/other" }),
  ]);
  if (!anna || !ben || !other) throw new Error("Not all are there.");
  nodes[0]?.sio.io.in(anna.id ?? "").socketsJoin("room");
  return {
    env: { SIO_ADAPTER: url, SIO_CHANNEL: channel },
    heard: { anna: hear(anna), ben: hear(ben), other: hear(other) },
  };
}
