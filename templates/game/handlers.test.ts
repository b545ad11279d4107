import { type TestServer, testServer } from "sio-serve/testing";
import { afterEach, beforeEach, expect, test } from "vitest";

let server: TestServer;

beforeEach(async () => {
  server = await testServer(new URL("handlers.ts", import.meta.url));
});

afterEach(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

const connect = (name: string) => server.connect({ auth: { name } });
const namesOn = ([board]: readonly { players: { name: string }[] }[]) => board?.players.map(({ name }) => name);

/** Where each player is, by id, as the bytes of a snapshot say it. */
function placesIn([bytes]: readonly Uint8Array[]): Map<number, readonly [number, number]> {
  const { buffer, byteOffset, byteLength } = bytes ?? new Uint8Array();
  const view = new DataView(buffer, byteOffset, byteLength);
  const starts = Array.from({ length: (byteLength - 4) / 6 }, (_, index) => 4 + index * 6);
  return new Map(starts.map((at) => [view.getUint16(at), [view.getUint16(at + 2), view.getUint16(at + 4)]]));
}

test("everybody sees who plays", async () => {
  const ann = await connect("Ann");
  const bob = await connect("Bob");
  expect(namesOn(await bob.next("board"))).toEqual(["Ann", "Bob"]);
  ann.received();
  await bob.disconnect();
  expect(namesOn(await ann.next("board"))).toEqual(["Ann"]);
});

test("whoever steers to the right and up is seen there by the others", async () => {
  const ann = await connect("Ann");
  const bob = await connect("Bob");
  const [{ id, rules }] = await ann.next("welcome");
  await ann.emit("steer", 30, -30);
  const corner = [rules.width - rules.playerRadius, rules.playerRadius];
  await expect.poll(async () => placesIn(await bob.next("snapshot")).get(id), { timeout: 8000 }).toEqual(corner);
});

test("what is no direction changes nothing", async () => {
  const ann = await connect("Ann");
  const [{ id }] = await ann.next("welcome");
  const before = placesIn(await ann.next("snapshot")).get(id);
  for (const nonsense of [["left", 0], [Number.NaN, 1], [null, null], []]) await ann.emit("steer", ...nonsense);
  ann.received();
  expect(placesIn(await ann.next("snapshot")).get(id)).toEqual(before);
});

test("nobody plays without a name", async () => {
  await expect(connect("")).rejects.toThrow("A name has 1 to 16 characters.");
});
