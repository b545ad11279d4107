import { expect, test } from "vitest";
import { next } from "../../_support/server.ts";
import { type Node, type RunningSubject, startTwo } from "./subject.ts";

/** What is done to clients wherever they are. */
export function moving(subject: () => RunningSubject): void {
  test("socketsJoin and socketsLeave move the clients of every server", async () => {
    const nodes = await startTwo(subject().url);
    const clients = await Promise.all(nodes.map((node) => node.client()));
    nodes[0].sio.io.socketsJoin(["a", "b"]);
    await expect.poll(() => roomsOf(nodes)).toEqual(clients.map(({ id }) => [id, "a", "b"].toSorted()).toSorted());
    nodes[1].sio.io.in("a").socketsLeave("a");
    await expect.poll(() => roomsOf(nodes)).toEqual(clients.map(({ id }) => [id, "b"].toSorted()).toSorted());
    nodes[1].sio.io.in(clients[0]?.id ?? "").socketsJoin("c");
    await expect.poll(() => [...(nodes[0].sio.io.of("/").adapter.rooms.keys() ?? [])]).toContain("c");
    expect(nodes[1].sio.io.of("/").adapter.rooms.has("c")).toBe(false);
  });

  test("a server's own clients are moved at once", async () => {
    const [node] = await startTwo(subject().url);
    const client = await node.client();
    node.sio.io.socketsJoin("a");
    expect(node.sio.io.of("/").adapter.rooms.get("a")).toEqual(new Set([client.id]));
    node.sio.io.socketsLeave("a");
    expect(node.sio.io.of("/").adapter.rooms.has("a")).toBe(false);
  });

  test("disconnectSockets reaches the clients of every server, and no others", async () => {
    const nodes = await startTwo(subject().url);
    const [stays, ...leave] = await Promise.all([nodes[1].client(), nodes[0].client(), nodes[1].client()]);
    const gone = leave.map((client) => next(client, "disconnect"));
    nodes[0].sio.io.except(stays.id ?? "").disconnectSockets();
    expect((await Promise.all(gone)).map(([reason]) => reason)).toEqual(Array(2).fill("io server disconnect"));
    await expect.poll(() => [...nodes[1].sio.io.of("/").sockets.keys()]).toEqual([stays.id]);
  });
}

function roomsOf(nodes: readonly Node[]): string[][] {
  const sockets = nodes.flatMap(({ sio }) => [...sio.io.of("/").sockets.values()]);
  return sockets.map(({ rooms }) => [...rooms].toSorted()).toSorted();
}
