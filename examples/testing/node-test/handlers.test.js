import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { testServer } from "sio-serve/testing";

const handlers = new URL("handlers.ts", import.meta.url);
let server;

beforeEach(async () => {
  server = await testServer(handlers);
});

afterEach(async () => {
  await server.close();
  assert.deepEqual(server.faults, []);
});

test("a message reaches everybody in the room", async () => {
  const ann = await server.connect({ auth: { name: "Ann" } });
  const bob = await server.connect({ auth: { name: "Bob" } });
  await ann.emit("join", "lobby");
  assert.deepEqual(ann.received(), [{ event: "joined", args: ["lobby"], namespace: "/" }]);
  await bob.emit("join", "lobby");
  assert.equal(await bob.call("say", "lobby", "hello"), 5);
  assert.deepEqual(await ann.next("said"), ["Bob", "hello"]);
});

test("nobody comes in without a name", async () => {
  await assert.rejects(server.connect(), { message: "Say who you are", data: { code: "no_name" } });
});

test("a background task goes on after the event", async () => {
  const client = await server.connect({ auth: { name: "Ann" } });
  await client.emit("count down", 1);
  assert.deepEqual([await client.next("left"), await client.next("left")], [[1], [0]]);
});

test("routes answer", async () => {
  assert.deepEqual(await (await server.fetch("/hello")).json(), { path: "/hello" });
});
