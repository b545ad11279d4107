import { Server } from "socket.io";
import { expect, test } from "vitest";
import type { SocketIO } from "../../src/index.ts";
import { connected, next, serve } from "../_support/server.ts";

const { prototype } = new Server().of("/").adapter.constructor;
const methods = () => [prototype.addAll, prototype.del, prototype.broadcast];
const before = methods();
const webSocket = { transports: ["websocket"] };

const rooms = (sio: SocketIO) =>
  sio.on("say", async (room: string, text: string) => {
    sio.to(room).emit("news", text);
    sio.emit("news", `all: ${text}`);
  });

test("servers of both engines live in one process: each reaches its own clients and nobody else's", async () => {
  await using uws = await serve(rooms, { engine: "uws" });
  await using ws = await serve(rooms, { engine: "ws" });
  await using second = await serve(rooms, { engine: "uws" });
  expect(methods()).toEqual(before);
  for (const server of [uws, ws, second]) {
    const client = await connected(server.client(webSocket));
    const other = await connected(server.client(webSocket));
    const heard: unknown[] = [];
    other.on("news", (text) => heard.push(text));
    const done = next(client, "news");
    client.emit("say", other.id, server.url);
    await done;
    await expect.poll(() => heard).toEqual([server.url, `all: ${server.url}`]);
  }
});

test("one that has stopped leaves the others and the adapters as they were", async () => {
  await using uws = await serve(rooms, { engine: "uws" });
  const other = await serve(rooms, { engine: "uws" });
  const client = await connected(uws.client(webSocket));
  await other[Symbol.asyncDispose]();
  expect(methods()).toEqual(before);
  const heard = next(client, "news");
  client.emit("say", client.id, "still here");
  expect(await heard).toEqual(["still here"]);
});

test("what is published is seen by the log of the engine", async () => {
  await using server = await serve(rooms, { engine: "uws", engineLog: true, logLevel: "debug" });
  const client = await connected(server.client(webSocket));
  const heard = next(client, "news");
  client.emit("say", client.id, "seen");
  await heard;
  expect(server.log.map(({ message }) => message)).toContainEqual(
    expect.stringContaining('sends message 2["news","seen"]'),
  );
});

test("the log of the engine names the addresses that connections come from", async () => {
  await using server = await serve(rooms, { engine: "uws", engineLog: true, logLevel: "debug" });
  await connected(server.client(webSocket));
  expect(server.log.map(({ message }) => message)).toContainEqual(
    expect.stringMatching(/opened over websocket from 127\.0\.0\.1$/),
  );
});
