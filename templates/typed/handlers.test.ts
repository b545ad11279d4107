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

test("a card that one adds is on everybody's board, without spaces around its text", async () => {
  const ann = await server.connect();
  const bob = await server.connect();
  bob.received();
  const { id } = await ann.call("add", { column: "Went well", text: "  the cake  " });
  expect(await bob.next("board")).toEqual([[{ id, column: "Went well", text: "the cake", likes: 0 }]]);
});

test("what does not fit the schema is answered with the reasons", async () => {
  const ann = await server.connect();
  const answer = await ann.call("add", { column: "Nowhere", text: "" });
  expect(answer.error.code).toBe("invalid_payload");
  expect(answer.error.issues.map(({ path }: { path: string[] }) => path.join("."))).toEqual(["column", "text"]);
});

test("likes add up, and a card that is removed is gone", async () => {
  const ann = await server.connect();
  const bob = await server.connect();
  const { id } = await ann.call("add", { column: "Next time", text: "tea" });
  await ann.call("like", id);
  expect(await bob.call("like", id)).toEqual({ likes: 2 });
  expect(await bob.call("remove", id)).toEqual({ removed: true });
  ann.received();
  await bob.call("like", id);
  expect(await ann.next("board")).toEqual([[]]);
});

test("everybody knows how many are there", async () => {
  const ann = await server.connect();
  const bob = await server.connect();
  expect([await ann.next("people"), await ann.next("people")]).toEqual([[1], [2]]);
  await bob.disconnect();
  expect(await ann.next("people")).toEqual([1]);
});
