import type { EventEmitter } from "node:events";
import type { Server, Socket as ServerSocket } from "socket.io";
import type { Socket } from "socket.io-client";
import { expect, test } from "vitest";
import { isReplaying } from "../../../src/app/plain/current.ts";
import { connected, next } from "../../_support/server.ts";
import { answering, deferred, onConnection, servePlain } from "./serve.ts";

type Ack = (...values: unknown[]) => void;

/** Resolves with what the client has been sent so far of these events: the answer to `event` comes behind it. */
async function heard(client: Socket, event: string, of: unknown[]): Promise<unknown[]> {
  await client.emitWithAck(event);
  return of;
}

test.each(["websocket", "polling"])(
  "a handler is swapped, and socket.data and rooms are kept, over %s",
  async (transport) => {
    const joining = (version: number) =>
      onConnection((socket, io) => {
        socket.on("join", async (room: string, ack: Ack) => {
          await socket.join(room);
          socket.data.joinedIn = version;
          ack();
        });
        socket.on("tell", (room: string) => io.to(room).emit("told", version, socket.data.joinedIn));
      });
    await using server = await servePlain(joining(1));
    const client = await connected(server.client({ transports: [transport] }));
    const { id } = client;
    await client.emitWithAck("join", "r");
    await server.swap(joining(2));
    const told = next(client, "told");
    client.emit("tell", "r");
    expect(await told).toEqual([2, 1]);
    expect(client.id).toBe(id);
  },
);

test("closure state resets, while socket.data does not", async () => {
  const counting = () =>
    onConnection((socket) => {
      let here = 0;
      socket.on("count", (ack: Ack) => {
        socket.data.count = (socket.data.count ?? 0) + 1;
        here += 1;
        ack(here, socket.data.count);
      });
    });
  await using server = await servePlain(counting());
  const client = server.client();
  const count = () => new Promise((resolve) => client.emit("count", (...counts: unknown[]) => resolve(counts)));
  await count();
  expect(await count()).toEqual([2, 2]);
  await server.swap(counting());
  expect(await count()).toEqual([1, 3]);
});

test("a fired once stays fired, and an unfired one fires once", async () => {
  const seen: string[] = [];
  const once = (version: number) =>
    onConnection((socket) => {
      socket.once("first", (ack: Ack) => {
        seen.push(`first ${version}`);
        ack();
      });
      socket.once("second", () => seen.push(`second ${version}`));
      socket.on("done", (ack: Ack) => ack());
    });
  await using server = await servePlain(once(1));
  const client = server.client();
  await client.emitWithAck("first");
  await server.swap(once(2));
  await server.swap(once(3));
  client.emit("first");
  client.emit("second");
  client.emit("second");
  await client.emitWithAck("done");
  await server.swap(once(4));
  client.emit("second");
  await client.emitWithAck("done");
  expect(seen).toEqual(["first 1", "second 3"]);
});

test("a pending ack of the old code, from the server to the client, resolves", async () => {
  const answers: unknown[] = [];
  const asking = (version: number) =>
    onConnection((socket) => {
      socket.emit("question", (answer: unknown) => answers.push([version, answer]));
      socket.on("ask", async (ack: Ack) => ack(version, await socket.emitWithAck("other question")));
      socket.on("done", (ack: Ack) => ack());
    });
  await using server = await servePlain(asking(1));
  const client = server.client();
  const pending: Ack[] = [];
  client.on("question", (ack: Ack) => pending.push(ack));
  const [toOther] = [next(client, "other question")];
  const asked = new Promise((resolve) => client.emit("ask", (...all: unknown[]) => resolve(all)));
  const [answerOther] = (await toOther) as [Ack];
  await server.swap(asking(2));
  expect(pending).toHaveLength(1);
  pending[0]?.("yes");
  answerOther("other yes");
  expect(await asked).toEqual([1, "other yes"]);
  await client.emitWithAck("done");
  expect(answers).toEqual([[1, "yes"]]);
});

test("an in-flight async handler acks after the swap", async () => {
  const [started, go] = [deferred(), deferred()];
  await using server = await servePlain(
    onConnection((socket) => {
      socket.on("slow", async (ack: Ack) => {
        started.resolve();
        await go.promise;
        ack("old");
      });
    }),
  );
  const client = server.client();
  const answer = client.emitWithAck("slow");
  await started.promise;
  await server.swap(answering("new"));
  go.resolve();
  expect(await answer).toBe("old");
  expect(await client.emitWithAck("version")).toBe("new");
});

test("disconnect runs the new listener only, once", async () => {
  const seen: string[] = [];
  const leaving = (version: number) =>
    onConnection((socket) => {
      socket.on("disconnect", (reason) => seen.push(`${version}: ${reason}`));
    });
  await using server = await servePlain(leaving(1));
  const client = await connected(server.client());
  await server.swap(leaving(2));
  await server.swap(leaving(3));
  client.disconnect();
  await expect.poll(() => seen).toEqual(["3: client namespace disconnect"]);
});

test("io.use and socket.use are replaced, and not stacked", async () => {
  const seen: string[] = [];
  const using = (version: number) => (io: Server) => {
    io.use((_socket, proceed) => {
      seen.push(`io ${version}`);
      proceed();
    });
    io.on("connection", (socket) => {
      socket.use((_event, proceed) => {
        seen.push(`socket ${version}`);
        proceed();
      });
      socket.on("x", (ack: Ack) => ack());
    });
  };
  await using server = await servePlain(using(1));
  const client = server.client();
  await client.emitWithAck("x");
  for (const version of [2, 3, 4]) await server.swap(using(version));
  await client.emitWithAck("x");
  await server.client().emitWithAck("x");
  expect(seen).toEqual(["io 1", "socket 1", "socket 4", "io 4", "socket 4"]);
});

test("onAny, prependAny and onAnyOutgoing are not stacked", async () => {
  const seen: string[] = [];
  const any = (version: number) =>
    onConnection((socket) => {
      socket.onAny(() => seen.push(`any ${version}`));
      socket.prependAny(() => seen.push(`first ${version}`));
      socket.onAnyOutgoing(() => seen.push(`out ${version}`));
      socket.prependAnyOutgoing(() => seen.push(`first out ${version}`));
      socket.on("x", (ack: Ack) => {
        socket.emit("y");
        ack();
      });
    });
  await using server = await servePlain(any(1));
  const client = await connected(server.client());
  for (const version of [2, 3]) await server.swap(any(version));
  await client.emitWithAck("x");
  expect(seen).toEqual(["first 3", "any 3", "first out 3", "out 3"]);
});

test("the replayed connection callback's emits and joins are not repeated, and code can tell that it is a replay", async () => {
  const replays: boolean[] = [];
  const welcoming = (version: number) =>
    onConnection(async (socket, io) => {
      replays.push(isReplaying());
      socket.emit("heard", `welcome ${version}`);
      socket.volatile.emit("heard", "volatile");
      socket.broadcast.emit("heard", "somebody came");
      io.emit("heard", "somebody is here");
      await socket.join(`room ${version}`);
      io.to(`room ${version}`).emit("heard", "in the room");
      expect(await io.timeout(1_000).emitWithAck("asked")).toEqual(version === 1 ? ["yes"] : []);
      replays.push(isReplaying());
      socket.send("sent");
      socket.on("rooms", (ack: Ack) => ack([...socket.rooms].filter((room) => room !== socket.id)));
      socket.on("say", (ack: Ack) => {
        socket.emit("heard", "said");
        ack();
      });
    });
  await using server = await servePlain(welcoming(1));
  const client = server.client();
  const all: unknown[] = [];
  client.on("heard", (text) => all.push(text));
  client.on("message", (text) => all.push(text));
  client.on("asked", (ack: Ack) => ack("yes"));
  await expect.poll(() => all).toContain("sent");
  all.length = 0;
  await server.swap(welcoming(2));
  expect(await heard(client, "say", all)).toEqual(["said"]);
  expect(await client.emitWithAck("rooms")).toEqual(["room 1"]);
  expect(replays).toEqual([false, false, true, true]);
  expect(server.log).toEqual([]);
});

test("swaps leave nothing behind on sockets and on the server", async () => {
  const code = () => (io: Server) => {
    io.use((_socket, proceed) => proceed());
    io.on("connection", (socket) => {
      socket.use((_event, proceed) => proceed());
      socket.on("x", (ack: Ack) => ack());
      socket.once("y", () => {});
      socket.onAny(() => {});
      socket.on("disconnect", () => {});
      return () => {};
    });
  };
  const countAll = (emitter: EventEmitter) =>
    emitter.eventNames().map((event) => `${String(event)}: ${emitter.listenerCount(event)}`);
  await using server = await servePlain(code());
  const client = server.client();
  await client.emitWithAck("x");
  const socket = server.sio.io.sockets.sockets.get(client.id as string) as ServerSocket;
  const all = () =>
    [socket, server.sio.io.sockets, server.sio.io.engine, socket.conn].map((emitter) => countAll(emitter).toSorted());
  await server.swap(code());
  const before = all();
  for (let swap = 0; swap < 5; swap += 1) await server.swap(code());
  await client.emitWithAck("x");
  expect(all()).toEqual(before);
  expect(socket.listenersAny()).toHaveLength(1);
});

test("listeners registered later, inside a handler, survive", async () => {
  const code = (version: number) =>
    onConnection((socket) => {
      socket.on("start", async (ack: Ack) => {
        socket.on("late", (answer: Ack) => answer(`late ${version}`));
        await Promise.resolve();
        socket.on("later", (answer: Ack) => answer(`later ${version}`));
        ack();
      });
    });
  await using server = await servePlain(code(1));
  const client = server.client();
  await client.emitWithAck("start");
  await server.swap(code(2));
  expect(await client.emitWithAck("late")).toBe("late 1");
  expect(await client.emitWithAck("later")).toBe("later 1");
});

test("a listener that the code has taken off itself stays off", async () => {
  let taken = 0;
  const code = onConnection((socket) => {
    const listener = () => {
      taken += 1;
    };
    socket.on("x", listener);
    socket.on("off", (ack: Ack) => {
      socket.off("x", listener);
      ack();
    });
    socket.on("done", (ack: Ack) => ack());
  });
  await using server = await servePlain(code);
  const client = server.client();
  await client.emitWithAck("off");
  await expect(
    server.swap(() => {
      throw new Error("broken");
    }),
  ).rejects.toThrow("broken");
  client.emit("x");
  await client.emitWithAck("done");
  expect(taken).toBe(0);
});

test("a client that comes while code is swapped is welcomed by exactly one version", async () => {
  const go = deferred();
  const seen: string[] = [];
  const code = (version: number, wait?: Promise<void>) =>
    onConnection(async (socket: ServerSocket) => {
      seen.push(`${version} ${isReplaying() ? "again" : "new"}`);
      await wait;
      socket.on("version", (ack: Ack) => ack(version));
    });
  await using server = await servePlain(code(1));
  await connected(server.client());
  const swapped = server.swap(code(2, go.promise));
  await expect.poll(() => seen).toContain("2 again");
  const late = await connected(server.client());
  go.resolve();
  await swapped;
  expect(await late.emitWithAck("version")).toBe(2);
  expect(seen).toEqual(["1 new", "2 again", "2 new"]);
});
