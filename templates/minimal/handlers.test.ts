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

test("whoever says hello is answered, and everybody hears of it", async () => {
  const ann = await server.connect();
  const bob = await server.connect();
  expect(await ann.call("hello", "Ann")).toBe("Hello Ann");
  expect(await bob.next("greeted")).toEqual(["Ann", ann.sid]);
});
