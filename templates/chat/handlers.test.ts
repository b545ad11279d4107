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

test("what one says, everybody in the room hears", async () => {
  const ann = await server.connect({ auth: { name: "Ann" } });
  const bob = await server.connect({ auth: { name: "Bob" } });
  await ann.call("join", "lobby");
  await bob.call("join", "lobby");
  await ann.emit("say", "hello");
  expect(await bob.next("message")).toEqual([expect.objectContaining({ name: "Ann", text: "hello" })]);
});

test("rooms are apart, and whoever comes later gets the history", async () => {
  const ann = await server.connect({ auth: { name: "Ann" } });
  const bob = await server.connect({ auth: { name: "Bob" } });
  await ann.call("join", "ideas");
  await bob.call("join", "random");
  bob.received();
  await ann.emit("say", "a bicycle with sails");
  expect(bob.received()).toEqual([]);
  const { messages } = await bob.call("join", "ideas");
  expect(messages).toEqual([expect.objectContaining({ text: "a bicycle with sails" })]);
});

test("the room is told who is in it and who is typing", async () => {
  const ann = await server.connect({ auth: { name: "Ann" } });
  const bob = await server.connect({ auth: { name: "Bob" } });
  await ann.call("join", "lobby");
  await bob.call("join", "lobby");
  ann.received();
  await bob.emit("typing");
  expect(await ann.next("typing")).toEqual(["Bob"]);
  await bob.disconnect();
  expect(await ann.next("people")).toEqual([["Ann"]]);
});

test("nobody comes in without a name, and nobody says nothing", async () => {
  await expect(server.connect({ auth: { name: " " } })).rejects.toThrow("A name has 1 to 24 characters.");
  const ann = await server.connect({ auth: { name: "Ann" } });
  expect(await ann.call("join", "nowhere")).toEqual({ error: "There is no such room." });
  await ann.call("join", "lobby");
  expect(await ann.call("say", "   ")).toEqual({ error: "A message has 1 to 1000 characters." });
  expect(await ann.call("say", { not: "text" })).toEqual({ error: "A message has 1 to 1000 characters." });
});
