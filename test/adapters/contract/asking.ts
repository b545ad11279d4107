import { expect, test } from "vitest";
import { type RunningSubject, startTwo } from "./subject.ts";

/** What comes back from other servers and their clients. */
export function asking(subject: () => RunningSubject): void {
  test("fetchSockets finds the clients of every server, with their rooms and data", async () => {
    const nodes = await startTwo(subject().url);
    const clients = await Promise.all(nodes.map((node) => node.client({ auth: { name: "Anna" } })));
    for (const { sio } of nodes) {
      for (const socket of sio.io.of("/").sockets.values()) {
        socket.join("room");
        socket.data = { name: "Anna", seen: [1, { deep: true }] };
      }
    }
    const found = await nodes[0].sio.io.in("room").fetchSockets();
    expect(found.map(({ id }) => id).toSorted()).toEqual(clients.map(({ id }) => id).toSorted());
    for (const { id, rooms, data, handshake } of found) {
      expect([...rooms].toSorted()).toEqual([id, "room"].toSorted());
      expect(data).toEqual({ name: "Anna", seen: [1, { deep: true }] });
      expect(handshake.auth).toEqual({ name: "Anna" });
    }
    expect(await nodes[1].sio.io.in("nobody").fetchSockets()).toEqual([]);
  });

  test("clients of every server answer a question to all", async () => {
    const nodes = await startTwo(subject().url);
    const clients = await Promise.all([nodes[0].client(), nodes[1].client(), nodes[1].client()]);
    for (const [index, client] of clients.entries())
      client.on("question", (text: string, answer: (answer: unknown) => void) =>
        answer({ text, index, bytes: Buffer.from([index]) }),
      );
    const answers = await nodes[0].sio.io.timeout(5_000).emitWithAck("question", "who");
    expect(answers.toSorted((a: { index: number }, b: { index: number }) => a.index - b.index)).toEqual(
      clients.map((_, index) => ({ text: "who", index, bytes: Buffer.from([index]) })),
    );
  });

  test("a client that does not answer is told by an error, with the answers of the others", async () => {
    const nodes = await startTwo(subject().url);
    const [quick] = await Promise.all([nodes[1].client(), nodes[1].client()]);
    quick.on("question", (answer: (answer: unknown) => void) => answer(1));
    const asked = new Promise((resolve) => {
      nodes[0].sio.io
        .timeout(500)
        .emit("question", (error: Error | null, answers: unknown) => resolve([error, answers]));
    });
    expect(await asked).toEqual([expect.any(Error), [1]]);
  });

  test("servers tell each other, and themselves nothing", async () => {
    const nodes = await startTwo(subject().url);
    const heard = nodes.map(({ sio }) => {
      const own: unknown[][] = [];
      sio.io.on("tell", (...args: unknown[]) => own.push(args));
      return own;
    });
    nodes[0].sio.io.serverSideEmit("tell", "text", { bytes: Buffer.from([1, 2]) });
    nodes[1].sio.io.serverSideEmit("tell", 2);
    await expect.poll(() => heard).toEqual([[[2]], [["text", { bytes: Buffer.from([1, 2]) }]]]);
  });

  test("servers answer each other", async () => {
    const nodes = await startTwo(subject().url);
    nodes[1].sio.io.on("sum", (a: number, b: number, answer: (sum: number) => void) => answer(a + b));
    expect(await nodes[0].sio.io.serverSideEmitWithAck("sum", 1, 2)).toEqual([3]);
  });

  test("data that cannot be written down makes the question fail, and nothing else", async () => {
    const nodes = await startTwo(subject().url);
    await nodes[1].client();
    const round: Record<string, unknown> = {};
    round.round = round;
    for (const socket of nodes[1].sio.io.of("/").sockets.values()) socket.data = round;
    const question = nodes[0].sio.io.timeout(300).fetchSockets();
    await expect(question).rejects.toThrow();
    expect(await nodes[1].sio.io.local.fetchSockets()).toHaveLength(1);
  });
}
