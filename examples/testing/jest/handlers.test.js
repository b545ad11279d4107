import { testServer } from "sio-serve/testing";

const handlers = new URL("handlers.ts", import.meta.url);
let server;

beforeEach(async () => {
  server = await testServer(handlers);
});

afterEach(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

test("a message reaches everybody in the room", async () => {
  const ann = await server.connect({ auth: { name: "Ann" } });
  const bob = await server.connect({ auth: { name: "Bob" } });
  await ann.emit("join", "lobby");
  expect(ann.received()).toEqual([{ event: "joined", args: ["lobby"], namespace: "/" }]);
  await bob.emit("join", "lobby");
  expect(await bob.call("say", "lobby", "hello")).toBe(5);
  expect(await ann.next("said")).toEqual(["Bob", "hello"]);
});

test("nobody comes in without a name", async () => {
  await expect(server.connect()).rejects.toMatchObject({ message: "Say who you are", data: { code: "no_name" } });
});

test("a background task goes on after the event", async () => {
  const client = await server.connect({ auth: { name: "Ann" } });
  await client.emit("count down", 1);
  expect([await client.next("left"), await client.next("left")]).toEqual([[1], [0]]);
});

test("routes answer", async () => {
  expect(await (await server.fetch("/hello")).json()).toEqual({ path: "/hello" });
});
