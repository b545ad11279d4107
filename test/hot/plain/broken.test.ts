import type { Server } from "socket.io";
import { expect, test } from "vitest";
import { isReplaying } from "../../../src/app/plain/current.ts";
import { connected } from "../../_support/server.ts";
import { answering, deferred, onConnection, servePlain } from "./serve.ts";

type Ack = (...values: unknown[]) => void;

const boom = new Error("boom");

test("async connection callback: no message is lost while it awaits", async () => {
  const seen: unknown[] = [];
  const collecting = (version: number, ready: Promise<void>) =>
    onConnection(async (socket) => {
      await ready;
      socket.on("say", (n: number) => seen.push([version, n]));
      socket.on("done", (ack: Ack) => ack());
    });
  await using server = await servePlain(collecting(1, Promise.resolve()));
  const client = server.client();
  await client.emitWithAck("done");
  const [replaying, ready] = [deferred(), deferred()];
  const swapped = server.swap(
    onConnection(async () => replaying.resolve()),
    collecting(2, ready.promise),
  );
  await replaying.promise;
  for (const n of [1, 2, 3]) client.emit("say", n);
  const done = client.emitWithAck("done");
  await expect.poll(() => client.io.engine.writeBuffer.length).toBe(0);
  ready.resolve();
  await swapped;
  client.emit("say", 4);
  await done;
  await client.emitWithAck("done");
  expect(seen).toEqual([1, 2, 3, 4].map((n) => [2, n]));
});

test("what a client says before it leaves reaches the listeners, though it leaves during the swap", async () => {
  const seen: unknown[] = [];
  const [replaying, ready] = [deferred(), deferred()];
  const code = (version: number, wait?: Promise<void>) =>
    onConnection(async (socket) => {
      socket.on("say", (n: number, ack?: Ack) => {
        seen.push([version, n]);
        ack?.();
      });
      socket.on("disconnect", () => seen.push([version, "gone"]));
      if (isReplaying()) replaying.resolve();
      await wait;
    });
  await using server = await servePlain(code(1));
  const client = await connected(server.client());
  const swapped = server.swap(code(2, ready.promise));
  await replaying.promise;
  client.emit("say", 1);
  client.emit("say", 2, () => {});
  client.disconnect();
  await expect
    .poll(() => seen)
    .toEqual([
      [2, 1],
      [2, 2],
      [2, "gone"],
    ]);
  ready.resolve();
  await swapped;
  expect(server.log).toEqual([]);
});

test("an async connection callback that rejects in replay: the old listeners come back", async () => {
  await using server = await servePlain(answering("old"));
  const clients = [server.client(), server.client()];
  for (const client of clients) await connected(client);
  const rejecting = onConnection(async (socket) => {
    socket.on("version", (ack: Ack) => ack("broken"));
    await Promise.resolve();
    if (isReplaying()) throw boom;
  });
  await expect(server.swap(rejecting)).rejects.toBe(boom);
  for (const client of clients) expect(await client.emitWithAck("version")).toBe("old");
  expect(await server.client().emitWithAck("version")).toBe("old");
  await server.swap(answering("good"));
  for (const client of clients) expect(await client.emitWithAck("version")).toBe("good");
});

test("a connection callback that throws in replay: the whole swap is rolled back", async () => {
  const seen: string[] = [];
  const old = (io: Server) => {
    io.use((_socket, proceed) => {
      seen.push("old middleware");
      proceed();
    });
    answering("old")(io);
  };
  await using server = await servePlain(old);
  const clients = [server.client(), server.client(), server.client()];
  for (const client of clients) await connected(client);
  let replays = 0;
  const throwing = (io: Server) => {
    io.use((_socket, proceed) => {
      seen.push("broken middleware");
      proceed();
    });
    io.of("/added").on("connection", () => {});
    io.on("connection", (socket) => {
      socket.on("version", (ack: Ack) => ack("broken"));
      replays += 1;
      if (replays === 3) throw boom;
    });
  };
  await expect(server.swap(throwing)).rejects.toBe(boom);
  for (const client of clients) expect(await client.emitWithAck("version")).toBe("old");
  seen.length = 0;
  expect(await server.client().emitWithAck("version")).toBe("old");
  expect(seen).toEqual(["old middleware"]);
  await expect(connected(server.client({ namespace: "/added" }))).rejects.toThrow("Invalid namespace");
});

test("a connection callback that throws beside one that rejects: the swap fails with the first, and nothing else happens", async () => {
  await using server = await servePlain(answering("old"));
  const client = await connected(server.client());
  const rejecting = onConnection(async () => {
    await Promise.resolve();
    throw new Error("rejected");
  });
  const throwing = onConnection(() => {
    throw boom;
  });
  await expect(server.swap(rejecting, throwing)).rejects.toBe(boom);
  expect(await client.emitWithAck("version")).toBe("old");
});

test("a rolled back swap leaves clients that came during it with the old code", async () => {
  const [replaying, go] = [deferred(), deferred()];
  await using server = await servePlain(answering("old"));
  await connected(server.client());
  const swapped = server.swap(
    onConnection(async (socket) => {
      socket.on("version", (ack: Ack) => ack("broken"));
      if (!isReplaying()) return;
      replaying.resolve();
      await go.promise;
    }),
  );
  const rejected = expect(swapped).rejects.toBe(boom);
  await replaying.promise;
  const late = server.client();
  expect(await late.emitWithAck("version")).toBe("broken");
  go.reject(boom);
  await rejected;
  expect(await late.emitWithAck("version")).toBe("old");
});

const brokenSetups: Readonly<Record<string, (io: Server) => unknown>> = {
  throws: (io) => {
    answering("broken")(io);
    throw boom;
  },
  rejects: async (io) => {
    answering("broken")(io);
    await Promise.resolve();
    throw boom;
  },
};

test.each(Object.entries(brokenSetups))("the default export %s: the old code serves", async (_how, broken) => {
  await using server = await servePlain(answering("old"));
  const client = server.client();
  await expect(server.swap(broken)).rejects.toBe(boom);
  expect(await client.emitWithAck("version")).toBe("old");
  expect(await server.client().emitWithAck("version")).toBe("old");
  await server.swap(answering("good"));
  expect(await client.emitWithAck("version")).toBe("good");
});

test("the default export never settles: after 5 s it is given up, and the old code serves", {
  timeout: 15_000,
}, async () => {
  await using server = await servePlain(answering("old"));
  const client = server.client();
  const late = deferred();
  const hanging = async (io: Server) => {
    await late.promise;
    answering("late")(io);
  };
  const rejected = expect(server.swap(hanging)).rejects.toThrow("The default export was still not done after 5 s.");
  expect(await client.emitWithAck("version")).toBe("old");
  await rejected;
  late.resolve();
  await Promise.resolve();
  expect(await server.client().emitWithAck("version")).toBe("old");
});

test("of two entries, a broken one keeps the other from being swapped", async () => {
  await using server = await servePlain(answering("old"), { "/chat": answering("old") });
  const clients = ["/", "/chat"].map((namespace) => server.client({ namespace }));
  await expect(server.swap(answering("new"), { "/chat": brokenSetups.throws as () => never })).rejects.toBe(boom);
  for (const client of clients) expect(await client.emitWithAck("version")).toBe("old");
});

test("an entry that is the very same function is kept, and not run again", async () => {
  let runs = 0;
  const kept = (nsp: Server) => {
    runs += 1;
    nsp.on("connection", (socket) => {
      let count = 0;
      socket.on("count", (ack: Ack) => {
        count += 1;
        ack(count);
      });
    });
  };
  await using server = await servePlain(answering("old"), { "/chat": kept });
  const [main, chat] = [server.client(), server.client({ namespace: "/chat" })];
  expect(await chat.emitWithAck("count")).toBe(1);
  await server.swap(answering("new"), { "/chat": kept });
  expect(await main.emitWithAck("version")).toBe("new");
  expect(await chat.emitWithAck("count")).toBe(2);
  expect(runs).toBe(1);
});

test("a swapped-out module's handler that throws does not end the process", async () => {
  const [started, go] = [deferred(), deferred()];
  await using server = await servePlain(
    onConnection((socket) => {
      socket.on("fail", async () => {
        started.resolve();
        await go.promise;
        throw boom;
      });
    }),
  );
  const client = server.client();
  const failed = client.emitWithAck("fail");
  await started.promise;
  await server.swap(answering("new"));
  go.resolve();
  expect(await failed).toMatchObject({ error: { code: "handler_failed" } });
  expect(server.log).toMatchObject([{ fields: { error: boom, event: "fail" } }]);
  expect(await client.emitWithAck("version")).toBe("new");
});
