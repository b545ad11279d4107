import type { Socket } from "socket.io-client";
import { describe, expect, test } from "vitest";
import { joinRoom, rooms, type SocketIO, session } from "../../src/index.ts";
import { connected, next, serve } from "../_support/server.ts";

/** Clients have a name and a room, and whoever is left behind is told what happened while it was away. */
function rooming(seen: string[]) {
  return (sio: SocketIO) => {
    sio.on("connect", () => void seen.push("connect"));
    sio.on("enter", async (name: string) => {
      session.name = name;
      await joinRoom("lobby");
      sio.to("lobby").emit("news", `${name} came`);
    });
    sio.on("disconnect", (reason: string) => {
      seen.push(reason);
      sio.to("lobby").emit("news", "missed");
      sio.to("elsewhere").emit("news", "not for you");
    });
    sio.on("state", () => [session.name, rooms().includes("lobby")]);
  };
}

/** Breaks the connection below Socket.IO, and comes back once the server has noticed. */
async function breakAndReturn(client: Socket, seen: readonly string[]): Promise<void> {
  client.io.engine.close();
  await expect.poll(() => seen).toContain("transport close");
  await connected(client.connect());
}

describe.each(["polling", "websocket"])("a client whose connection breaks, over %s", (transport) => {
  test("comes back as itself: same sid, rooms and session, and what it missed", async () => {
    const seen: string[] = [];
    await using server = await serve(rooming(seen), { connectionStateRecovery: "1m" });
    const client = await connected(server.client({ transports: [transport] }));
    const { id } = client;
    const news: unknown[] = [];
    client.on("news", (item) => news.push(item));
    client.emit("enter", "Ann");
    await expect.poll(() => news).toEqual(["Ann came"]);

    await breakAndReturn(client, seen);
    expect([client.recovered, client.id]).toEqual([true, id]);
    expect(await client.emitWithAck("state")).toEqual(["Ann", true]);
    expect(news).toEqual(["Ann came", "missed"]);
    expect(seen).toEqual(["connect", "transport close"]);
  });

  test("without the setting is somebody new", async () => {
    const seen: string[] = [];
    await using server = await serve(rooming(seen));
    const client = await connected(server.client({ transports: [transport] }));
    const { id } = client;
    const came = next(client, "news");
    client.emit("enter", "Ann");
    await came;

    await breakAndReturn(client, seen);
    expect(client.recovered).toBeFalsy();
    expect(client.id).not.toBe(id);
    expect(await client.emitWithAck("state")).toEqual([null, false]);
    expect(seen.filter((what) => what === "connect")).toHaveLength(2);
  });
});

test("a client that leaves by itself is forgotten", async () => {
  await using server = await serve(rooming([]), { connectionStateRecovery: "1m" });
  const client = await connected(server.client());
  const came = next(client, "news");
  client.emit("enter", "Ann");
  await came;
  client.disconnect();
  await connected(client.connect());
  expect(client.recovered).toBeFalsy();
  expect(await client.emitWithAck("state")).toEqual([null, false]);
});
