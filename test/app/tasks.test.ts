import { io } from "socket.io-client";
import { describe, expect, onTestFinished, test } from "vitest";
import { emit, request, sleep } from "../../src/index.ts";
import { startCli } from "../_support/cli.ts";
import { temporaryFolder } from "../_support/folder.ts";
import { connected, next, serve } from "../_support/server.ts";

/** Rejects as soon as the signal fires, as what waits in good order does. */
const untilAborted = (signal: AbortSignal) => sleep(2 ** 31 - 1, signal);

describe("a background task", () => {
  test("starts at once with its signal and arguments, and join gives what it returns", async () => {
    await using server = await serve(() => {});
    const seen: unknown[] = [];
    const task = server.sio.startBackgroundTask(
      async function sum(signal, a: number, b: number) {
        seen.push(signal.aborted, a, b);
        return a + b;
      },
      1,
      2,
    );
    expect(seen).toEqual([false, 1, 2]);
    expect(task.name).toBe("sum");
    expect(await task.join()).toBe(3);
    expect(server.sio.tasks.running.size).toBe(0);
  });

  test("that a handler starts knows its client, and goes on after the ack", async () => {
    await using server = await serve((sio) =>
      sio.on("start", () => {
        sio.startBackgroundTask(async () => {
          await sleep(1);
          emit("done", request.sid);
        });
        return "started";
      }),
    );
    const client = await connected(server.client());
    const done = next(client, "done");
    expect(await client.emitWithAck("start")).toBe("started");
    expect(await done).toEqual([client.id]);
  });

  test("ends when it is cancelled: its signal fires, and nothing is logged", async () => {
    await using server = await serve(() => {});
    const task = server.sio.startBackgroundTask(untilAborted);
    await task.cancel();
    await task.cancel();
    expect(await task.join()).toBeUndefined();
    expect([server.sio.tasks.running.size, server.log.length]).toEqual([0, 0]);
  });

  test("may finish its work when it is cancelled, and cancel waits for it", async () => {
    await using server = await serve(() => {});
    const seen: string[] = [];
    const task = server.sio.startBackgroundTask(async (signal) => {
      await untilAborted(signal).catch(() => seen.push("asked to end"));
      await sleep(1);
      seen.push("saved");
      return "well";
    });
    await task.cancel();
    expect(seen).toEqual(["asked to end", "saved"]);
    expect(await task.join()).toBe("well");
  });

  test.each<[string, (calls: unknown[]) => unknown]>([
    [
      "throws at once",
      (calls) => {
        calls.push(1);
        throw new Error("boom");
      },
    ],
    [
      "rejects later",
      async (calls) => {
        calls.push(1);
        await sleep(1);
        throw new Error("boom");
      },
    ],
  ])("that %s is logged once and not started again; join does not reject, and the server goes on", async (_, fail) => {
    await using server = await serve((sio) => sio.on("alive", () => "yes"));
    const calls: unknown[] = [];
    const task = server.sio.startBackgroundTask(function report() {
      return fail(calls);
    });
    expect(await task.join()).toBeUndefined();
    expect(await server.client().emitWithAck("alive")).toBe("yes");
    expect(server.log.map(({ level, message }) => [level, message])).toEqual([
      ["error", 'The background task "report" failed: Error: boom'],
    ]);
    expect(calls).toEqual([1]);
  });

  test("that fails for another reason while it is cancelled is logged all the same", async () => {
    await using server = await serve(() => {});
    const task = server.sio.startBackgroundTask(async (signal) => {
      await untilAborted(signal).catch(() => {});
      throw new Error("could not save");
    });
    await task.cancel();
    expect(server.log[0]?.message).toContain("could not save");
  });

  test("is cancelled when the server stops, which waits for its end", async () => {
    const server = await serve(() => {});
    const seen: string[] = [];
    server.sio.startBackgroundTask(async (signal) => {
      await untilAborted(signal).catch(() => {});
      seen.push("ended");
    });
    expect(await server.sio.stop()).toEqual([]);
    expect(seen).toEqual(["ended"]);
  });

  test("that ignores its signal is named when the time is up", async () => {
    const server = await serve(() => {}, { shutdownTimeout: 20 });
    let release = () => {};
    server.sio.startBackgroundTask(function stubborn() {
      return new Promise<void>((resolve) => (release = resolve));
    });
    expect(await server.sio.stop()).toEqual(['the background task "stubborn"']);
    release();
  });
});

describe("sleep", () => {
  test("rejects at once with a signal that has fired, and as soon as it fires", async () => {
    await expect(sleep(60_000, AbortSignal.abort())).rejects.toMatchObject({ name: "AbortError" });
    const controller = new AbortController();
    const sleeping = sleep(60_000, controller.signal);
    controller.abort();
    await expect(sleeping).rejects.toMatchObject({ name: "AbortError" });
  });

  test.each([-1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31, "1000", undefined])("refuses %s", async (ms) => {
    await expect(sleep(ms as never)).rejects.toThrow("The ms must be a number of milliseconds from 0 to 2147483647");
  });
});

describe("served by the command", () => {
  const text = `
import { app, on, sleep, startBackgroundTask } from "sio-serve";

startBackgroundTask(async function clock(signal: AbortSignal) {
  for (let tick = 0; ; tick += 1) {
    app.emit("tick", tick);
    await sleep(10, signal);
  }
});
on("fail", () => {
  startBackgroundTask(async function report() {
    throw new Error("no paper");
  });
});
on("hang", () => {
  startBackgroundTask(function stubborn() {
    return new Promise(() => {});
  });
  return "hanging";
});
`;

  async function serving(args: readonly string[] = []) {
    const folder = await temporaryFolder({ "handlers.ts": text });
    onTestFinished(() => folder[Symbol.asyncDispose]());
    const server = await startCli(["handlers.ts", "--port", "0", ...args], { cwd: folder.path });
    onTestFinished(() => server[Symbol.asyncDispose]());
    const client = io(server.url, { forceNew: true });
    onTestFinished(() => void client.disconnect());
    return { server, client };
  }

  test("a task that its file starts runs beside the events, and SIGTERM ends it", async () => {
    const { server, client } = await serving();
    const ticks: number[] = [];
    client.on("tick", (tick: number) => ticks.push(tick));
    await expect.poll(() => ticks.length).toBeGreaterThan(2);
    expect(ticks).toEqual(ticks.map((_, index) => (ticks[0] ?? 0) + index));
    expect(await server.stop()).toBe(0);
    expect(server.output()).toMatch(/Ending what runs in the background: ".+"/);
    expect(server.output()).not.toMatch(/failed|had not finished/);
  });

  test("what a task throws is logged with its line, and the server goes on", async () => {
    const { server, client } = await serving();
    client.emit("fail");
    const line = text.split("\n").findIndex((code) => code.includes("no paper")) + 1;
    await expect.poll(() => server.output()).toMatch(/The background task "report" failed at .*: Error: no paper/);
    expect(server.output()).toContain(`handlers.ts:${line}:11`);
    await next(client, "tick");
    expect(await server.stop()).toBe(0);
    expect(server.output().match(/The background task/g)).toHaveLength(1);
  });

  test("a task that ignores its signal is named when the time is up, and the exit status is 1", async () => {
    const { server, client } = await serving(["--shutdown-timeout", "50ms"]);
    expect(await client.emitWithAck("hang")).toBe("hanging");
    expect(await server.stop()).toBe(1);
    expect(server.output()).toContain('the background task "stubborn" had not finished');
  });
});
