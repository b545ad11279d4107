import type { Socket } from "socket.io-client";
import { expect, test } from "vitest";
import { connected } from "../../_support/server.ts";
import { hear, type RunningSubject, settled, startTwo } from "./subject.ts";

/** Clients that come back to another server than they were lost by. */
export function recovering(subject: () => RunningSubject): void {
  test("a client that comes back to another server has its rooms, its data and what it missed", async () => {
    const nodes = await startTwo(subject().url, { connectionStateRecovery: "1m" });
    const [before, watcher] = await Promise.all([nodes[0].client({ transports: ["websocket"] }), nodes[1].client()]);
    for (const socket of nodes[0].sio.io.of("/").sockets.values()) {
      socket.join("room");
      socket.data = { name: "Anna" };
    }
    const heard = hear(before);
    nodes[0].sio.io.emit("news", 1);
    await settled(nodes, [before, watcher]);
    const { id } = before;
    before.io.engine.close();
    await expect.poll(() => nodes[0].sio.io.of("/").sockets.size).toBe(0);
    nodes[1].sio.io.to("room").emit("news", 2);
    nodes[0].sio.io.to("elsewhere").emit("news", "not for you");
    nodes[0].sio.io.to("room").emit("news", 3);
    await settled(nodes, [watcher]);
    await connected(comeBackTo(nodes[1].url, before));
    expect([before.recovered, before.id]).toEqual([true, id]);
    await expect.poll(() => heard.map(([news]) => news)).toEqual([1, 2, 3]);
    const socket = nodes[1].sio.io.of("/").sockets.get(id ?? "");
    expect([...(socket?.rooms ?? [])].toSorted()).toEqual([id, "room"].toSorted());
    expect(socket?.data).toEqual({ name: "Anna" });
  });

  test("a client that kept its connection hears everything once, and in order", async () => {
    const nodes = await startTwo(subject().url, { connectionStateRecovery: "1m" });
    const clients = await Promise.all(nodes.map((node) => node.client()));
    const heard = clients.map((client) => hear(client));
    const numbers = Array.from({ length: 100 }, (_, index) => index);
    for (const number of numbers) nodes[0].sio.io.emit("news", number);
    await settled(nodes, clients);
    expect(heard.map((one) => one.map(([number]) => number))).toEqual(clients.map(() => numbers));
  });
}

/** Lets a client come back to another server, as a load balancer might. */
function comeBackTo(url: string, client: Socket): Socket {
  Object.assign(client.io, { uri: url });
  return client.connect();
}
