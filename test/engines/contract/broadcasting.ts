import type { Socket } from "socket.io-client";
import { expect, test } from "vitest";
import { connected } from "../../_support/server.ts";
import { type ClientOptions, hear, journalOf, open, type Subject, settled, start } from "./subject.ts";

/** Clients of every kind: one that polls, one over WebSocket, one that has changed from one to the other. */
async function three(url: string): Promise<readonly [Socket, Socket, Socket]> {
  const client = (options: ClientOptions = {}) => connected(open(url, options));
  const clients = await Promise.all([
    client({ transports: ["polling"] }),
    client({ transports: ["websocket"] }),
    client(),
  ]);
  await expect.poll(() => clients[2].io.engine.transport.name).toBe("websocket");
  return clients;
}

/** What many are told at once. */
export function broadcasting(subject: Subject): void {
  test("everybody in a namespace hears what is sent to all, text and bytes, on every transport", async () => {
    const server = await start(subject);
    const clients = await three(server.url);
    const heard = clients.map((client) => hear(client));
    const bytes = Buffer.from([1, 2, 3]);
    clients[0].emit("all", "text", { bytes });
    await settled(...clients);
    expect(heard).toEqual(clients.map(() => [["text", { bytes }]]));
  });

  test("what is volatile reaches those who can hear it now", async () => {
    const server = await start(subject);
    const client = await connected(open(server.url, { transports: ["websocket"] }));
    const heard = hear(client);
    client.emit("volatile", "now");
    await settled(client);
    expect(heard).toEqual([["now"]]);
  });

  test("rooms: who has joined hears, who has left does not, and the sender of a broadcast is left out", async () => {
    const server = await start(subject);
    const clients = await three(server.url);
    const heard = clients.map((client) => hear(client));
    const [first, second, third] = clients;
    for (const client of [first, second]) await client.emitWithAck("join", "blue");
    await third.emitWithAck("join", "green");
    const say = async (event: string, ...args: unknown[]) => {
      second.emit(event, ...args);
      await settled(second);
      await settled(...clients);
      return heard.map((one) => one.splice(0).flat());
    };
    expect(await say("room", "blue", 1)).toEqual([[1], [1], []]);
    expect(await say("room", "green", 2)).toEqual([[], [], [2]]);
    expect(await say("rooms", ["blue", "green"], 3)).toEqual([[3], [3], [3]]);
    expect(await say("except", "blue", 4)).toEqual([[], [], [4]]);
    expect(await say("others", 5)).toEqual([[5], [], [5]]);
    expect(await say("room", "empty", 6)).toEqual([[], [], []]);
    expect(await say("room", third.id, 7)).toEqual([[], [], [7]]);
    await second.emitWithAck("leave", "blue");
    expect(await say("room", "blue", 8)).toEqual([[8], [], []]);
    expect(await say("last word", "blue", 9)).toEqual([[9], [], []]);
  });

  test("rooms of the same name in two namespaces are two rooms", async () => {
    const server = await start(subject);
    const main = await connected(open(server.url, { transports: ["websocket"] }));
    const other = await connected(main.io.socket("/other"));
    for (const client of [main, other]) await client.emitWithAck("join", "blue");
    const [inMain, inOther] = [hear(main), hear(other)];
    main.emit("room", "blue", "main");
    other.emit("all", "other");
    await settled(main, other);
    expect([inMain, inOther]).toEqual([[["main"]], [["other"]]]);
  });

  test("everybody's answer comes back to whoever has asked all", async () => {
    const server = await start(subject);
    const clients = await three(server.url);
    for (const [index, client] of clients.entries())
      client.on("question", (question, ack) => ack(`${question} ${index}`));
    const answers: string[] = await clients[0].emitWithAck("ask all", "who");
    expect(answers.toSorted()).toEqual(["who 0", "who 1", "who 2"]);
  });

  test("onAnyOutgoing sees broadcasts, and messages to one", async () => {
    const server = await start(subject);
    const clients = await three(server.url);
    for (const client of clients) await client.emitWithAck("watch outgoing");
    clients[0].emit("all", "to all");
    await settled(clients[0]);
    expect(await journalOf(clients[0])).toEqual(clients.map(() => "outgoing: news to all"));
  });

  test("what is sent to all right before they are disconnected still arrives", async () => {
    const server = await start(subject);
    const clients = await three(server.url);
    const heard = clients.map((client) => hear(client));
    const reasons = clients.map((client) => new Promise((resolve) => client.once("disconnect", resolve)));
    clients[0].emit("goodbye", "the end");
    expect(await Promise.all(reasons)).toEqual(clients.map(() => "io server disconnect"));
    expect(heard).toEqual(clients.map(() => [["the end"]]));
  });
}
