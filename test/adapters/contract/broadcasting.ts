import { expect, test } from "vitest";
import { hear, type RunningSubject, settled, startTwo } from "./subject.ts";

/** What is sent to many, who are clients of several servers. */
export function broadcasting(subject: () => RunningSubject): void {
  test("everybody hears what is sent to all, text and bytes, once", async () => {
    const nodes = await startTwo(subject().url);
    const clients = await Promise.all([nodes[0].client(), nodes[0].client(), nodes[1].client()]);
    const heard = clients.map((client) => hear(client));
    nodes[0].sio.io.emit("news", "text", { bytes: Buffer.from([0, 1, 255]), nested: [[1.5, null, "ü"]] });
    await settled(nodes, clients);
    nodes[1].sio.io.emit("news", 2);
    await settled(nodes, clients);
    const first = ["text", { bytes: Buffer.from([0, 1, 255]), nested: [[1.5, null, "ü"]] }];
    expect(heard).toEqual(clients.map(() => [first, [2]]));
  });

  test("what one server sends is heard everywhere in the order in which it was sent", async () => {
    const nodes = await startTwo(subject().url);
    const clients = await Promise.all(nodes.map((node) => node.client()));
    const heard = clients.map((client) => hear(client));
    const numbers = Array.from({ length: 500 }, (_, index) => index);
    for (const number of numbers) nodes[0].sio.io.emit("news", number);
    await settled(nodes, clients);
    expect(heard).toEqual(clients.map(() => numbers.map((number) => [number])));
  });

  test("what cannot be written down fails where it is sent, and leaves no promise behind", async () => {
    const nodes = await startTwo(subject().url);
    const clients = await Promise.all(nodes.map((node) => node.client()));
    const heard = clients.map((client) => hear(client));
    const loop: unknown[] = [];
    loop.push(loop);
    expect(() => nodes[0].sio.io.emit("news", loop)).toThrow();
    nodes[0].sio.io.emit("news", "next");
    await settled(nodes, clients);
    expect(heard).toEqual(clients.map(() => [["next"]]));
  });

  test("rooms reach over servers: one, several, and all but some", async () => {
    const nodes = await startTwo(subject().url);
    const [blue, green, both] = await Promise.all([nodes[0].client(), nodes[1].client(), nodes[1].client()]);
    const clients = [blue, green, both];
    const join = (id: string | undefined, rooms: string[]) => {
      for (const { sio } of nodes)
        sio.io
          .of("/")
          .sockets.get(id ?? "")
          ?.join(rooms);
    };
    join(blue.id, ["blue"]);
    join(green.id, ["green"]);
    join(both.id, ["blue", "green"]);
    const heard = clients.map((client) => hear(client));
    const { io } = nodes[0].sio;
    io.to("blue").emit("news", 1);
    io.to(["blue", "green"]).emit("news", 2);
    io.except("green").emit("news", 3);
    io.to("blue").except("green").emit("news", 4);
    io.to(green.id ?? "").emit("news", 5);
    io.to("nobody").emit("news", 6);
    io.local.emit("news", 7);
    await settled(nodes, clients);
    expect(heard.map((one) => one.flat())).toEqual([
      [1, 2, 3, 4, 7],
      [2, 5],
      [1, 2],
    ]);
  });

  test("whoever has joined hears what another server sends to the room, and a sender is left out", async () => {
    const nodes = await startTwo(subject().url);
    const clients = await Promise.all(nodes.map((node) => node.client()));
    const heard = clients.map((client) => hear(client));
    for (const { sio } of nodes) for (const socket of sio.io.of("/").sockets.values()) socket.join("room");
    for (const socket of nodes[1].sio.io.of("/").sockets.values()) socket.to("room").emit("news", "from the second");
    await settled(nodes, clients);
    expect(heard).toEqual([[["from the second"]], []]);
  });

  test("namespaces are apart", async () => {
    const nodes = await startTwo(subject().url);
    const main = await nodes[1].client();
    const other = await nodes[1].client({ namespace: "/other" });
    const [inMain, inOther] = [hear(main), hear(other)];
    nodes[0].sio.io.of("/other").emit("news", "other");
    nodes[0].sio.io.emit("news", "main");
    await settled(nodes, [main]);
    await expect.poll(() => inOther).toEqual([["other"]]);
    expect(inMain).toEqual([["main"]]);
  });
}
