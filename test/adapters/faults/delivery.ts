import type { Socket } from "socket.io-client";
import { expect } from "vitest";
import { hear, type Node } from "../contract/subject.ts";

/** A client of each server. */
export function clientsOf(nodes: readonly Node[]): Promise<readonly Socket[]> {
  return Promise.all(nodes.map((node) => node.client()));
}

/** Holds to it that what each server sends is heard by its own client, whole and in order, and that questions come to an end. */
export async function deliverLocally(nodes: readonly Node[], clients: readonly Socket[]): Promise<void> {
  const heard = clients.map((client) => hear(client, "local"));
  const numbers = Array.from({ length: 50 }, (_, index) => index);
  for (const number of numbers) {
    for (const [index, { sio }] of nodes.entries()) {
      sio.io.emit("local", index, number);
      sio.io.in("nobody").emit("local", "nobody");
    }
  }
  const own = (index: number) => heard[index]?.filter(([from]) => from === index).map(([, number]) => number);
  await expect.poll(() => nodes.map((_, index) => own(index))).toEqual(nodes.map(() => numbers));
  for (const { sio } of nodes) {
    sio.io.socketsJoin("room");
    sio.io.socketsLeave("room");
    sio.io.serverSideEmit("told", 1);
    const asked = sio.io.timeout(200).emitWithAck("nobody answers");
    await Promise.allSettled([asked, sio.io.timeout(200).fetchSockets()]);
  }
}

/** Resolves once each client hears what the other server sends. */
export async function hearEachOther(nodes: readonly Node[], clients: readonly Socket[]): Promise<void> {
  const heard = clients.map((client) => hear(client, "across"));
  const other = (index: number) => heard[index]?.some(([from]) => from === nodes.length - 1 - index) ?? false;
  const bothHear = () => {
    for (const [index, { sio }] of nodes.entries()) sio.io.emit("across", index);
    return nodes.map((_, index) => other(index));
  };
  // The promise is 15 s; the rest is for a busy machine.
  await expect.poll(bothHear, { timeout: 20_000, interval: 100 }).toEqual(nodes.map(() => true));
}

/** Resolves once the log of each server says so much of its broker, and no more. */
export async function told(nodes: readonly Node[], lines: readonly string[]): Promise<void> {
  const said = () =>
    nodes.map(({ log }) => log.filter(({ fields }) => fields?.broker !== undefined).map(({ message }) => message));
  await expect
    .poll(said, { timeout: 25_000 })
    .toEqual(nodes.map(() => lines.map((line) => expect.stringContaining(line))));
}
