import { expect, onTestFinished, test } from "vitest";
import { createEmitter, type Emitter } from "../../../src/index.ts";
import { hear, newChannel, type RunningSubject, settled, startNodes } from "./subject.ts";

/** What a process that serves nobody can do to the clients of servers. */
export function emitting(subject: () => RunningSubject): void {
  async function start(): Promise<{
    readonly nodes: Awaited<ReturnType<typeof startNodes>>;
    readonly emitter: Emitter;
    readonly channel: string;
  }> {
    const channel = newChannel();
    const nodes = await startNodes(subject().url, 2, { channel });
    const emitter = await createEmitter(subject().url, { channel });
    onTestFinished(() => emitter.close());
    return { nodes, emitter, channel };
  }

  test("an emitter reaches everyone, a room, and all but a room, once each", async () => {
    const { nodes, emitter } = await start();
    const clients = await Promise.all(nodes.map((node) => node.client()));
    const heard = clients.map((client) => hear(client));
    const [first] = clients;
    nodes[0]?.sio.io.in(first?.id ?? "").socketsJoin("room");
    emitter.emit("news", 1, { bytes: Buffer.from([1, 2]) });
    emitter.to("room").emit("news", "to room");
    emitter.except("room").emit("news", "to others");
    const bytes = [1, { bytes: Buffer.from([1, 2]) }];
    await expect
      .poll(() => heard)
      .toEqual([
        [bytes, ["to room"]],
        [bytes, ["to others"]],
      ]);
    await settled(nodes, clients);
    expect(heard.map(({ length }) => length)).toEqual([2, 2]);
  });

  test("an emitter reaches another namespace, and makes clients join, leave and go", async () => {
    const { nodes, emitter } = await start();
    const client = await nodes[1]?.client({ namespace: "/other" });
    if (!client) throw new Error("No client.");
    const heard = hear(client);
    const other = emitter.of("/other");
    await expect.poll(() => emitter.reached("/other")).toBe(2);
    other.socketsJoin("room");
    await expect.poll(async () => (await nodes[0]?.sio.io.of("/other").in("room").fetchSockets())?.length).toBe(1);
    other.to("room").emit("news", 1);
    await expect.poll(() => heard).toEqual([[1]]);
    other.socketsLeave("room");
    await expect.poll(async () => (await nodes[0]?.sio.io.of("/other").in("room").fetchSockets())?.length).toBe(0);
    const gone = new Promise((resolve) => client.on("disconnect", resolve));
    other.disconnectSockets();
    expect(await gone).toBe("io server disconnect");
  });

  test("an emitter knows how many servers have heard it, and counts no other emitter", async () => {
    const { nodes, emitter, channel } = await start();
    const other = await createEmitter(subject().url, { channel });
    onTestFinished(() => other.close());
    emitter.emit("news");
    await expect.poll(() => emitter.reached()).toBe(2);
    await expect.poll(() => nodes[0]?.sio.io.of("/").adapter.serverCount()).toBe(4);
    expect(await emitter.reached()).toBe(2);
    other.of("/nowhere");
    expect(await emitter.reached("/nowhere")).toBe(0);
  });
}
