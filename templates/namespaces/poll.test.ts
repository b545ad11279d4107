import { type TestServer, testServer } from "sio-serve/testing";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

let server: TestServer;

beforeEach(async () => {
  vi.stubEnv("ADMIN_PASSWORD", "open sesame");
  server = await testServer(new URL("handlers", import.meta.url));
});

afterEach(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

const connectVoter = (voter: string = crypto.randomUUID()) => server.connect({ auth: { voter } });
const connectAdmin = (password: string) => server.connect({ namespace: "/admin", auth: { password } });

test("a vote shows to voters and admins alike", async () => {
  const admin = await connectAdmin("open sesame");
  const ann = await connectVoter();
  const bob = await connectVoter();
  for (const client of [admin, ann, bob]) client.received();
  await ann.emit("vote", 1);
  for (const client of [admin, bob]) {
    const [poll] = await client.next("poll");
    expect(poll.options.map(({ votes }: { votes: number }) => votes)).toEqual([0, 1, 0]);
  }
});

test("a voter has one vote, also after a reload, and may change it", async () => {
  const voter = crypto.randomUUID();
  const ann = await connectVoter(voter);
  await ann.emit("vote", 0);
  await ann.disconnect();
  const again = await connectVoter(voter);
  expect((await again.next("poll"))[1]).toBe(0);
  await again.emit("vote", 2);
  const [poll] = await again.next("poll");
  expect(poll.options.map(({ votes }: { votes: number }) => votes)).toEqual([0, 0, 1]);
  expect(await again.call("vote", 7)).toEqual({ error: "That cannot be chosen." });
});

test("nobody comes into the admin namespace without the password", async () => {
  await expect(connectAdmin("guess")).rejects.toThrow("That is not the password.");
  await expect(server.connect({ namespace: "/admin" })).rejects.toThrow("That is not the password.");
});

test("an admin asks, counts who is there, and closes the poll", async () => {
  const admin = await connectAdmin("open sesame");
  const ann = await connectVoter();
  expect([await admin.next("people"), await admin.next("people")]).toEqual([[0], [1]]);
  expect(await admin.call("ask", "Tea?", ["Yes"])).toEqual({ error: "A poll has 2 to 6 options." });
  expect(await admin.call("ask", "Tea?", ["Yes", "No"])).toEqual({});
  expect(await ann.call("vote", 1)).toEqual({});
  await admin.emit("open", false);
  expect(await ann.call("vote", 0)).toEqual({ error: "That cannot be chosen." });
});

test("what admins may do, voters may not", async () => {
  const ann = await connectVoter();
  ann.received();
  await ann.emit("ask", "Tea?", ["Yes", "No"]);
  expect(ann.received()).toEqual([]);
});
