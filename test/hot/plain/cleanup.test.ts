import type { Server } from "socket.io";
import { expect, test } from "vitest";
import { currentScope, isReplaying } from "../../../src/app/plain/current.ts";
import { connected } from "../../_support/server.ts";
import { answering, onConnection, servePlain } from "./serve.ts";

type Ack = (...values: unknown[]) => void;

/** An interval that belongs to the code which starts it, as those of handlers files do. */
function startInterval(alive: Set<string>, name: string): void {
  const timer = setInterval(() => {}, 1_000).unref();
  alive.add(name);
  currentScope()?.onDispose(() => {
    clearInterval(timer);
    alive.delete(name);
  });
}

test("the cleanup function returned by a connection callback runs, before the callback runs again", async () => {
  const seen: string[] = [];
  const online = new Set<string>();
  const code = (version: number) =>
    onConnection(async (socket) => {
      await Promise.resolve();
      online.add(socket.id);
      seen.push(`start ${version}`);
      return () => {
        online.delete(socket.id);
        seen.push(`clean ${version}`);
      };
    });
  await using server = await servePlain(code(1));
  const client = await connected(server.client());
  await server.swap(code(2));
  expect(seen).toEqual(["start 1", "clean 1", "start 2"]);
  expect([...online]).toEqual([client.id]);
  client.disconnect();
  await expect.poll(() => seen).toEqual(["start 1", "clean 1", "start 2", "clean 2"]);
  await server.swap(answering("3"));
  expect(seen).toHaveLength(4);
});

test("the cleanup function returned by the default export runs once the new code is in force", async () => {
  const seen: string[] = [];
  const code = (version: number) => async () => {
    seen.push(`start ${version}`);
    return () => seen.push(`clean ${version}`);
  };
  const server = await servePlain(code(1));
  await server.swap(code(2));
  expect(seen).toEqual(["start 1", "start 2", "clean 1"]);
  await expect(
    server.swap(code(3), () => {
      throw new Error("boom");
    }),
  ).rejects.toThrow("boom");
  expect(seen.slice(3)).toEqual(["start 3", "clean 3"]);
  await server[Symbol.asyncDispose]();
  expect(seen.slice(5)).toEqual(["clean 2"]);
});

test("intervals of the default export and per socket: exactly one alive after 5 reloads", async () => {
  const alive = new Set<string>();
  const code = (version: number) => async (io: Server) => {
    await Promise.resolve();
    startInterval(alive, `setup ${version}`);
    io.on("connection", async () => {
      startInterval(alive, `socket ${version}`);
      await Promise.resolve();
      startInterval(alive, `socket, later, ${version}`);
    });
  };
  await using server = await servePlain(code(0));
  await connected(server.client());
  for (const version of [1, 2, 3, 4, 5]) await server.swap(code(version));
  expect([...alive]).toEqual(["setup 5", "socket 5", "socket, later, 5"]);
});

test("a rolled back swap ends the intervals of the new code and leaves those of the old", async () => {
  const alive = new Set<string>();
  const code = (version: string, { broken }: { broken: boolean }) =>
    onConnection(() => {
      startInterval(alive, version);
      if (broken && isReplaying()) throw new Error("boom");
    });
  await using server = await servePlain(code("old", { broken: false }));
  await connected(server.client());
  await expect(server.swap(code("new", { broken: true }))).rejects.toThrow("boom");
  expect([...alive]).toEqual(["old"]);
});

test("where a cleanup has run, a rolled back swap starts the old connection callback again, unheard", async () => {
  const online = new Set<string>();
  const heard: unknown[] = [];
  await using server = await servePlain(
    onConnection((socket) => {
      online.add(socket.id);
      socket.emit("welcome");
      socket.on("version", (ack: Ack) => ack("old"));
      return () => online.delete(socket.id);
    }),
  );
  const client = server.client();
  client.on("welcome", () => heard.push("welcome"));
  await connected(client);
  await expect(
    server.swap(
      onConnection(() => {
        throw new Error("boom");
      }),
    ),
  ).rejects.toThrow("boom");
  expect([...online]).toEqual([client.id]);
  expect(await client.emitWithAck("version")).toBe("old");
  expect(heard).toEqual(["welcome"]);
});

test("a cleanup that fails is reported and stops nothing", async () => {
  const error = new Error("cleanup");
  await using server = await servePlain(
    onConnection(() => () => {
      throw error;
    }),
    () => async () => {
      throw error;
    },
  );
  const client = await connected(server.client());
  await server.swap(answering("new"));
  expect(await client.emitWithAck("version")).toBe("new");
  await expect.poll(() => server.log).toMatchObject([{ fields: { error } }, { fields: { error } }]);
});
