import type { Socket as Client } from "socket.io-client";
import { expect } from "vitest";
import { connected, type TestServer } from "../_support/server.ts";

/**
 * Three clients that have joined rooms by "enter": the first two are in "r", the last two in "s". `heard` gets the number of each that
 * is sent "said".
 */
export async function threeClients(server: TestServer, transport: string) {
  const heard: number[] = [];
  const clients: Client[] = [];
  for (const [index, rooms] of [["r"], ["r", "s"], ["s"]].entries()) {
    const client = await connected(server.client({ transports: [transport] }));
    client.on("said", () => heard.push(index + 1));
    client.on("over", (ack: () => void) => ack());
    await client.emitWithAck("enter", ...rooms);
    clients.push(client);
  }
  return { clients, heard };
}

/** Expects these clients, and no others, to have been sent "said": each is asked something after it, and packets keep their order. */
export async function expectHeard(server: TestServer, heard: number[], expected: readonly number[]): Promise<void> {
  await server.sio.io.timeout(20_000).emitWithAck("over");
  expect(heard.sort()).toEqual(expected);
}
