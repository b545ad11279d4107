import { expect, test } from "vitest";
import { acquainted, hear, newChannel, type RunningSubject, settled, startNode, startTwo } from "./subject.ts";

/** Who belongs to the servers that act as one. */
export function belonging(subject: () => RunningSubject): void {
  test("a server that joins later is one of them, and one that leaves no longer is", async () => {
    const options = { channel: newChannel() };
    const { url } = subject();
    const [first, second] = await Promise.all([startNode(url, options), startNode(url, options)]);
    await acquainted([first, second]);
    const third = await startNode(url, options);
    await acquainted([first, second, third]);
    const clients = await Promise.all([first.client(), second.client(), third.client()]);
    const heard = clients.map((client) => hear(client));
    third.sio.io.emit("news", "I am here");
    await settled([first, second, third], clients);
    expect(heard).toEqual(clients.map(() => [["I am here"]]));
    expect(await first.sio.io.fetchSockets()).toHaveLength(3);
    await third.stop();
    await acquainted([first, second]);
    expect(await first.sio.io.fetchSockets()).toHaveLength(2);
  });

  test("two channels of one broker are apart", async () => {
    const { url } = subject();
    const [ours, theirs] = await Promise.all([startTwo(url), startTwo(url)]);
    const [mine, yours] = await Promise.all([ours[1].client(), theirs[1].client()]);
    const heard = [hear(mine), hear(yours)];
    ours[0].sio.io.emit("news", "ours");
    theirs[0].sio.io.emit("news", "theirs");
    await Promise.all([settled(ours, [mine]), settled(theirs, [yours])]);
    expect(heard).toEqual([[["ours"]], [["theirs"]]]);
    expect(await ours[0].sio.io.fetchSockets()).toHaveLength(1);
  });

  test("a channel whose name begins with that of another is apart from it", async () => {
    const channel = newChannel();
    const { url } = subject();
    const nodes = await Promise.all([startNode(url, { channel }), startNode(url, { channel: `${channel}-2` })]);
    await Promise.all(nodes.map((node) => acquainted([node])));
    const clients = await Promise.all(nodes.map((node) => node.client()));
    const heard = clients.map((client) => hear(client));
    for (const [index, { sio }] of nodes.entries()) sio.io.emit("news", index);
    await Promise.all(nodes.map((node, index) => settled([node], clients.slice(index, index + 1))));
    expect(heard).toEqual([[[0]], [[1]]]);
  });

  test("what a server says when its clients go reaches the others, though they go because it stops", async () => {
    const nodes = await startTwo(subject().url);
    await nodes[0].client();
    const stays = await nodes[1].client();
    const heard = hear(stays);
    const { io } = nodes[0].sio;
    for (const socket of io.of("/").sockets.values()) socket.on("disconnect", () => io.emit("news", "left"));
    await nodes[0].stop();
    await expect.poll(() => heard).toEqual([["left"]]);
  });

  test("a server that stops leaves at once, and its clients are told to come back", async () => {
    const nodes = await startTwo(subject().url);
    const client = await nodes[0].client({ transports: ["websocket"] });
    const reason = new Promise((resolve) => client.once("disconnect", resolve));
    const stopped = nodes[0].stop();
    expect(await reason).toBe("transport close");
    await stopped;
    expect(nodes.flatMap(({ log }) => log.filter(({ level }) => level === "warn" || level === "error"))).toEqual([]);
  });
}
