import { readFile } from "node:fs/promises";
import { createClient } from "redis";
import { io, type Socket } from "socket.io-client";
import { describe, expect, onTestFinished, test } from "vitest";
import { freePort } from "../_support/brokers/broker-process.ts";
import { noRedis, startRedis } from "../_support/brokers/redis.ts";
import { type CliServer, runCli, startCli } from "../_support/cli.ts";
import { temporaryFolder } from "../_support/folder.ts";
import { describeUnless, needs } from "../_support/needs.ts";
import { randomly } from "./randomly.ts";

const handlers = `
import { io, on } from "sio-serve";
on("emit", (event) => { io.emit(event); });
`;

const message = (event: string) =>
  JSON.stringify({ method: "emit", event, data: ["x"], binary: false, namespace: "/" });

describeUnless(noRedis, "a queue that comes and goes", () => {
  test("is joined again when its broker is back, in two lines of the log, and the server serves on meanwhile", async () => {
    await using redis = await startRedis();
    await using server = await serve(redis.url);
    const client = await connect(server);
    const heard = eventsOf(client);
    await publish(redis.url, message("before"));
    await expect.poll(() => heard).toEqual(["before"]);
    await redis.kill();
    await expect.poll(() => server.output()).toMatch(/WARN .*is lost/i);
    client.emit("emit", "meanwhile");
    await expect.poll(() => heard).toEqual(["before", "meanwhile"]);
    await redis.start();
    await expect.poll(() => server.output(), { timeout: 15_000 }).toMatch(/is back after/);
    await publish(redis.url, message("after"));
    await expect.poll(() => heard).toEqual(["before", "meanwhile", "after"]);
    expect(server.output()).toMatch(/is back after \d+\.\d s\. 1 message was not sent meanwhile\./);
    expect(server.output().match(/Flask-SocketIO queue/g)).toHaveLength(3);
    expect(await server.stop()).toBe(0);
  }, 30_000);

  test("may come after the server", async () => {
    await using redis = await startRedis();
    await redis.kill();
    await using server = await serve(redis.url);
    const client = await connect(server);
    const heard = eventsOf(client);
    expect(server.output()).toMatch(/cannot be reached: .*ECONNREFUSED.* serves on without it/);
    await redis.start();
    await expect.poll(() => server.output(), { timeout: 15_000 }).toMatch(/is back after/);
    await publish(redis.url, message("after"));
    await expect.poll(() => heard).toEqual(["after"]);
    client.disconnect();
    redis.freeze();
    expect(await server.stop()).toBe(0);
  }, 30_000);

  test("does not fill the memory with garbage", async () => {
    await using redis = await startRedis();
    await using server = await serve(redis.url);
    const client = await connect(server);
    const heard = eventsOf(client);
    const { integer } = randomly(11);
    const garbage = Array.from({ length: 50 }, (_, index) =>
      index % 2 === 0
        ? Buffer.from(Array.from({ length: 1 + integer(200) }, () => integer(256)))
        : Buffer.from(`{"method":"emit","event":"x","data":${"[".repeat(integer(200))}`),
    );
    garbage.push(Buffer.alloc(2_000_000, "["));
    const flood = async (event: string) => {
      const sender = await createClient({ url: redis.url }).connect();
      for (let round = 0; round < 20; round++) {
        const many = Array.from({ length: 1_000 }, (_, index) => garbage[index % 50] as Buffer);
        await Promise.all([...many, garbage[50] as Buffer].map((bytes) => sender.publish("flask-socketio", bytes)));
      }
      await sender.publish("flask-socketio", message(event));
      sender.destroy();
      await expect.poll(() => heard.at(-1), { timeout: 20_000 }).toBe(event);
      return residentBytes(server);
    };
    await flood("warm");
    const before = await flood("still warm");
    const after = await flood("the end");
    expect(after - before).toBeLessThan(60_000_000);
    expect(server.output().match(/dropped/g)).toHaveLength(1);
  }, 60_000);
});

describe("a queue that cannot be", () => {
  test.each([
    ["an unknown scheme", "redsi://:secret@127.0.0.1", 'Did you mean "redis://"?'],
    ["a scheme of another broker", "kafka://:secret@127.0.0.1", "begins with redis, rediss, amqp, amqps"],
    ["no URL", "redis:", "the URL of a queue"],
    ["two hosts", "redis://:secret@a,b", "the URL of a queue"],
  ])("%s is a mistake", async (_, url, sentence) => {
    const { status, stderr } = await run(["--queue", url]);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toContain("secret");
    expect(status).toBe(78);
  });

  test("a password that Redis refuses is a mistake", async (context) => {
    needs(context, noRedis);
    await using redis = await startRedis({ args: ["--requirepass", "right"] });
    const url = redis.url.replace("redis://", "redis://:wrong@");
    const { status, stderr } = await run(["--queue", url]);
    expect(stderr).toContain("refuses the password");
    expect(stderr).not.toContain("wrong@");
    expect(status).toBe(78);
  });
});

async function serve(url: string): Promise<CliServer> {
  const folder = await temporaryFolder({ "handlers.js": handlers });
  onTestFinished(() => folder[Symbol.asyncDispose]());
  return startCli(["handlers.js", "--port", "0", "--queue", url, "--queue-publish"], { cwd: folder.path });
}

async function run(flags: readonly string[]) {
  await using folder = await temporaryFolder({ "handlers.js": handlers });
  return await runCli(["handlers.js", "--port", String(await freePort()), ...flags], { cwd: folder.path });
}

async function publish(url: string, text: string): Promise<void> {
  const sender = await createClient({ url }).connect();
  await sender.publish("flask-socketio", text);
  sender.destroy();
}

async function connect({ url }: CliServer): Promise<Socket> {
  const client = io(url, { reconnection: false, forceNew: true });
  onTestFinished(() => void client.disconnect());
  await new Promise((resolve, reject) =>
    client.once("connect", () => resolve(undefined)).once("connect_error", reject),
  );
  return client;
}

function eventsOf(client: Socket): string[] {
  const heard: string[] = [];
  client.onAny((event: string) => heard.push(event));
  return heard;
}

async function residentBytes({ process: { pid } }: CliServer): Promise<number> {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kilobytes) * 1_000;
}
