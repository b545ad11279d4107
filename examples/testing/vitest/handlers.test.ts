import { testServer } from "sio-serve/testing";
import { expect, test } from "vitest";

const handlers = new URL("handlers.ts", import.meta.url);

test("a message reaches everybody in the room", async () => {
  await using server = await testServer(handlers);
  const ann = await server.connect({ auth: { name: "Ann" } });
  const bob = await server.connect({ auth: { name: "Bob" } });
  await ann.emit("join", "lobby");
  expect(ann.received()).toEqual([{ event: "joined", args: ["lobby"], namespace: "/" }]);
  await bob.emit("join", "lobby");
  expect(await bob.call("say", "lobby", "hello")).toBe(5);
  expect(await ann.next("said")).toEqual(["Bob", "hello"]);
  expect(server.faults).toEqual([]);
});

test("nobody comes in without a name", async () => {
  await using server = await testServer(handlers);
  await expect(server.connect()).rejects.toMatchObject({ message: "Say who you are", data: { code: "no_name" } });
});

test("a background task goes on after the event", async () => {
  await using server = await testServer(handlers);
  await using client = await server.connect({ auth: { name: "Ann" } });
  await client.emit("count down", 1);
  expect([await client.next("left"), await client.next("left")]).toEqual([[1], [0]]);
});

test("routes answer", async () => {
  await using server = await testServer(handlers);
  expect(await (await server.fetch("/hello")).json()).toEqual({ path: "/hello" });
});
