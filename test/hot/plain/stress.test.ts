import { setTimeout as sleep } from "node:timers/promises";
import type { Server, Socket as ServerSocket } from "socket.io";
import type { Socket } from "socket.io-client";
import { expect, test } from "vitest";
import { isReplaying } from "../../../src/app/plain/current.ts";
import { connected } from "../../_support/server.ts";
import { onConnection, servePlain } from "./serve.ts";

const clientCount = 200;
const swapCount = 30;

/** Sends numbers, one every few milliseconds, until it is told to stop. */
async function send(clients: readonly Socket[], { signal }: { signal: AbortSignal }): Promise<number> {
  let n = 0;
  for (; !signal.aborted; n += 1) {
    for (const client of clients) client.emit("n", n);
    await sleep(15);
  }
  return n;
}

test("200 clients send through 30 swaps, one in ten broken: none dropped, nothing lost, doubled or out of order", {
  timeout: 60_000,
}, async () => {
  const seen = new Map<string, number[]>();
  const note = (socket: ServerSocket) => {
    socket.on("n", (n: number) => {
      seen.set(socket.id, [...(seen.get(socket.id) ?? []), n]);
    });
    socket.on("done", (ack: () => void) => ack());
  };
  const versions: readonly ((io: Server) => void)[] = [
    onConnection((socket) => note(socket)),
    onConnection(async (socket) => {
      await sleep(Math.random() * 10);
      note(socket);
    }),
    onConnection((socket) => {
      socket.use((_event, proceed) => proceed());
      note(socket);
      return () => {};
    }),
  ];
  let replays = 0;
  const broken = onConnection(async (socket) => {
    note(socket);
    replays += 1;
    if (isReplaying() && replays % 150 === 0) throw new Error("broken");
    await sleep(1);
  });
  let dropped = 0;

  await using server = await servePlain(versions[0] as (io: Server) => void);
  const clients = Array.from({ length: clientCount }, (_, index) =>
    server.client({ transports: [index % 10 === 0 ? "polling" : "websocket"] }),
  );
  await Promise.all(clients.map((client) => connected(client)));
  for (const client of clients) {
    client.on("disconnect", () => {
      dropped += 1;
    });
  }
  const stop = new AbortController();
  const sending = send(clients, stop);
  for (let swap = 1; swap <= swapCount; swap += 1) {
    if (swap % 10 === 0) await expect(server.swap(broken)).rejects.toThrow("broken");
    else await server.swap(versions[swap % versions.length] as (io: Server) => void);
  }
  stop.abort();
  const sent = await sending;
  await Promise.all(clients.map((client) => client.emitWithAck("done")));

  expect(dropped).toBe(0);
  const all = Array.from({ length: sent }, (_, n) => n);
  for (const client of clients) expect(seen.get(client.id as string)).toEqual(all);
  expect(sent).toBeGreaterThan(swapCount / 2);
});
