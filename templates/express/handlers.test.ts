import { type TestServer, testServer } from "sio-serve/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Item } from "./items.ts";

let server: TestServer;

beforeEach(async () => {
  server = await testServer(new URL("handlers.ts", import.meta.url));
});

afterEach(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

function post(path: string, body: object, cookie = ""): Promise<Response> {
  const headers = { "content-type": "application/json", cookie };
  return server.fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
}

/** Signs in, and gives the cookie of the session. */
async function signIn(name: string): Promise<string> {
  const response = await post("/api/login", { name, password: `the password of ${name}` });
  return response.headers.getSetCookie().join().split(";")[0] ?? "";
}

const connect = (cookie: string) => server.connect({ headers: { cookie } });

test("whoever has signed in may connect, and nobody else", async () => {
  await expect(server.connect()).rejects.toThrow("Sign in first.");
  const ann = await connect(await signIn("Ann"));
  expect(ann.received()).toEqual([
    { event: "items", args: [[]], namespace: "/" },
    { event: "people", args: [["Ann"]], namespace: "/" },
  ]);
});

test("a wrong password is refused", async () => {
  await signIn("Ann");
  const response = await post("/api/login", { name: "Ann", password: "a guess" });
  expect([response.status, await response.json()]).toEqual([401, { error: "That is not the password of this name." }]);
});

test("what is added over HTTP reaches every client", async () => {
  const cookie = await signIn("Ann");
  const bob = await connect(await signIn("Bob"));
  bob.received();
  const added = await post("/api/items", { text: "Apples" }, cookie);
  expect(added.status).toBe(201);
  expect(await bob.next("items")).toEqual([[expect.objectContaining({ text: "Apples", by: "Ann", done: false })]]);
});

test("what is ticked over the socket is ticked in the HTTP list too", async () => {
  const cookie = await signIn("Ann");
  const ann = await connect(cookie);
  const { id } = (await (await post("/api/items", { text: "Pears" }, cookie)).json()) as Item;
  expect(await ann.call("tick", id, true)).toEqual({});
  const items = await (await server.fetch("/api/items", { headers: { cookie } })).json();
  expect(items).toEqual([expect.objectContaining({ text: "Pears", done: true })]);
  expect((await server.fetch("/api/items")).status).toBe(401);
});

test("signing out disconnects every tab of the user", async () => {
  const cookie = await signIn("Ann");
  const [one, two] = [await connect(cookie), await connect(cookie)];
  await post("/api/logout", {}, cookie);
  await expect.poll(() => [one.connected, two.connected]).toEqual([false, false]);
  await expect(connect(cookie)).rejects.toThrow("Sign in first.");
});
