import { type } from "arktype";
import type { Socket } from "socket.io-client";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { ConnectionRefusedError, event, type Schema, type SocketIO } from "../../src/index.ts";
import { testServer } from "../../src/testing.ts";
import { temporaryFolder } from "../_support/folder.ts";
import { connected, serve } from "../_support/server.ts";

/** A message whose text is trimmed, in each library. */
const libraries = {
  zod: (sio: SocketIO) =>
    sio.on("say", z.object({ text: z.string().trim().min(1) }), ({ text }) => [text, text.length]),
  valibot: (sio: SocketIO) =>
    sio.on("say", v.object({ text: v.pipe(v.string(), v.trim(), v.minLength(1)) }), ({ text }) => [text, text.length]),
  arktype: (sio: SocketIO) =>
    sio.on("say", type({ text: "string.trim |> string >= 1" }), ({ text }) => [text, text.length]),
};

describe.each(Object.entries(libraries))("a schema of %s", (_library, register) => {
  test("hands the handler what it has checked and transformed", async () => {
    await using server = await serve(register);
    expect(await server.client().emitWithAck("say", { text: " hi " })).toEqual(["hi", 2]);
  });

  test.each([
    [{ text: 1 }, ["text"]],
    [{ text: "  " }, ["text"]],
    [{}, ["text"]],
    ["text", []],
    [null, []],
  ])("answers %j with what is wrong, and where", async (payload, path) => {
    await using server = await serve(register);
    const { error } = await server.client().emitWithAck("say", payload);
    expect(error).toEqual({ code: "invalid_payload", issues: [{ message: expect.any(String), path }] });
    expect(error.issues[0].message).not.toBe("");
  });
});

/** The issues that a client is told of, without their words. */
async function pathsOf(client: Socket, ...sent: readonly [string, ...unknown[]]): Promise<unknown> {
  const { error } = await client.emitWithAck(...sent);
  return error.issues.map(({ path }: { path: unknown }) => path);
}

test("an invalid payload never reaches the handler, also over polling, and nobody else notices", async () => {
  const seen: unknown[] = [];
  await using server = await serve((sio) => sio.on("count", z.int(), (count) => void seen.push(count)));
  for (const transport of ["polling", "websocket"]) {
    const client = server.client({ transports: [transport] });
    expect(await pathsOf(client, "count", "1")).toEqual([[]]);
    await client.emitWithAck("count", 1);
  }
  expect(seen).toEqual([1, 1]);
});

test("a list has a schema for each argument, and an issue's path begins with the argument's index", async () => {
  await using server = await serve((sio) => {
    sio.on("move", [z.number(), v.object({ y: v.number() }), type("string | undefined")], (x, { y }) => x + y);
    sio.on("one", [z.object({ a: z.number() })], ({ a }) => a);
  });
  const client = server.client();
  expect(await client.emitWithAck("move", 1, { y: 2 })).toBe(3);
  expect(await pathsOf(client, "move", "1", { y: "2" }, 3)).toEqual([[0], [1, "y"], [2]]);
  expect(await pathsOf(client, "one", { a: "1" })).toEqual([[0, "a"]]);
});

test("arguments without a schema are left out, and those that are missing are undefined to theirs", async () => {
  await using server = await serve((sio) => {
    sio.on("first", z.string(), (...args) => args);
    sio.on("maybe", [z.string(), z.number().default(7)], (...args) => args);
  });
  const client = server.client();
  expect(await client.emitWithAck("first", "a", "unchecked")).toEqual(["a"]);
  expect(await client.emitWithAck("maybe", "a")).toEqual(["a", 7]);
  expect(await pathsOf(client, "maybe")).toEqual([[0]]);
});

test("an asynchronous schema is waited for", async () => {
  const free = async (name: string) => name !== "taken";
  await using server = await serve((sio) => {
    sio.on("name", z.string().refine(free, "taken"), (name) => `hello ${name}`);
    sio.on("both", [v.pipeAsync(v.string(), v.checkAsync(free, "taken")), z.number()], (name, age) => [name, age]);
  });
  const client = server.client();
  expect(await client.emitWithAck("name", "Ann")).toBe("hello Ann");
  expect(await client.emitWithAck("name", "taken")).toEqual({
    error: { code: "invalid_payload", issues: [{ message: "taken", path: [] }] },
  });
  expect(await client.emitWithAck("both", "Ann", 3)).toEqual(["Ann", 3]);
  expect(await pathsOf(client, "both", "taken", "3")).toEqual([[0], [1]]);
});

test("a schema that throws is a fault, as if the handler had thrown", async () => {
  const broken = z.string().transform((): string => {
    throw new Error("broken schema");
  });
  await using server = await serve((sio) => sio.on("x", broken, () => "never"));
  expect(await server.client().emitWithAck("x", "a")).toMatchObject({ error: { code: "handler_failed" } });
  expect(server.log).toMatchObject([{ level: "error", fields: { event: "x", error: new Error("broken schema") } }]);
});

test("an invalid payload is no error: error handlers do not see it, and the log tells of it at debug", async () => {
  const seen: unknown[] = [];
  await using server = await serve((sio) => {
    sio.onError((error) => seen.push(error));
    sio.onErrorDefault((error) => seen.push(error));
    sio.on("say", z.object({ text: z.string("not text") }), () => "never");
    sio.on("done", () => "done");
  });
  const client = server.client();
  client.emit("say", { text: 1 }); // asks for no answer, and gets none
  const packets: unknown[] = [];
  client.onAny((...args) => packets.push(args));
  expect(await client.emitWithAck("done")).toBe("done");
  expect([seen, packets]).toEqual([[], []]);
  const fields = { event: "say", namespace: "/", sid: client.id, issues: [{ message: "not text", path: ["text"] }] };
  expect(server.log).toEqual([
    { level: "debug", message: 'The arguments of "say" in / do not fit: text: not text', fields },
  ]);
});

test("a schema holds for each of several names, and in the namespace it was given for", async () => {
  await using server = await serve((sio) => {
    sio.on(["a", "b", "constructor"], z.string(), (text) => text);
    sio.on("a", z.number(), (count) => count, { namespace: "/counts" });
  });
  const client = server.client();
  for (const name of ["a", "b", "constructor"]) {
    expect(await client.emitWithAck(name, "x")).toBe("x");
    expect(await pathsOf(client, name, 1)).toEqual([[]]);
  }
  const counting = server.client({ namespace: "/counts" });
  expect(await counting.emitWithAck("a", 1)).toBe(1);
  expect(await pathsOf(counting, "a", "x")).toEqual([[]]);
});

test("a schema for connect checks auth: what does not fit is refused with the issues as data", async () => {
  const seen: unknown[] = [];
  await using server = await serve((sio) => {
    sio.on("connect", z.object({ name: z.string("no name").trim() }), ({ name }) => {
      seen.push(name);
      if (name === "banned") throw new ConnectionRefusedError("Banned");
    });
    sio.on("connect", z.object({ key: z.string().refine(async (key) => key === "secret") }), () => {}, {
      namespace: "/async",
    });
  });
  await connected(server.client({ auth: { name: " Ann " } }));
  await expect(connected(server.client({ auth: { name: "banned" } }))).rejects.toThrow("Banned");
  await expect(connected(server.client())).rejects.toMatchObject({
    message: "Invalid auth",
    data: { code: "invalid_payload", issues: [{ message: "no name", path: ["name"] }] },
  });
  expect(seen).toEqual(["Ann", "banned"]);
  await connected(server.client({ namespace: "/async", auth: { key: "secret" } }));
  await expect(connected(server.client({ namespace: "/async", auth: { key: "guess" } }))).rejects.toThrow();
  expect(server.log.map(({ level }) => level)).toEqual(["debug", "debug"]);
});

test("alwaysConnect disconnects a client whose auth does not fit", async () => {
  await using server = await serve((sio) => sio.on("connect", z.object({ key: z.string() }), () => {}), {
    alwaysConnect: true,
  });
  const client = server.client();
  const reason = new Promise((resolve) => client.once("disconnect", resolve));
  expect(await reason).toBe("io server disconnect");
});

test.each([
  [
    "a path of keys",
    { issues: [{ message: "no", path: ["a", 1, Symbol("s"), { key: "b" }] }] },
    ["a", 1, "Symbol(s)", "b"],
  ],
  ["no path", { issues: [{ message: "no" }] }, []],
])("an issue of any Standard Schema is told as JSON can carry it: %s", async (_kind, result, path) => {
  const own: Schema = { "~standard": { version: 1, vendor: "own", validate: () => result } };
  await using server = await serve((sio) => sio.on("x", own, () => "never"));
  expect(await server.client().emitWithAck("x")).toEqual({
    error: { code: "invalid_payload", issues: [{ message: "no", path }] },
  });
});

test("a result with an empty list of issues is a refusal all the same", async () => {
  const own: Schema = { "~standard": { version: 1, vendor: "own", validate: async () => ({ issues: [] }) } };
  await using server = await serve((sio) => sio.on("x", own, () => "never"));
  expect(await server.client().emitWithAck("x")).toEqual({ error: { code: "invalid_payload", issues: [] } });
});

const chat = `import { event, Namespace } from "sio-serve";

const text = (clean: (text: string) => string) => ({
  "~standard": {
    version: 1 as const,
    vendor: "own",
    validate: (value: unknown) =>
      typeof value === "string" ? { value: clean(value) } : { issues: [{ message: "not text" }] },
  },
});

export class Chat extends Namespace {
  @event("say", text((said) => said.trim()))
  @event("shout", text((said) => said.toUpperCase()))
  say(said: string) {
    return said;
  }
  @event("pair", [text(String), text(String)]) pair(one: string, two: string) {
    return one + two;
  }
  override triggerEvent(name: string, ...args: unknown[]) {
    return name === "connect" ? undefined : [name, super.triggerEvent(name, ...args)];
  }
}

export class Quiet extends Chat {
  namespace = "/quiet";
  override say() {
    return "hush";
  }
}
`;

test.each([
  ["standard", {}],
  ["legacy", { compilerOptions: { experimentalDecorators: true } }],
])("@event gives a method of a class a schema, as a %s decorator", async (_kind, tsconfig) => {
  await using folder = await temporaryFolder({ "chat.ts": chat, "tsconfig.json": JSON.stringify(tsconfig) });
  await using server = await testServer(`${folder.path}/chat.ts`);
  await using client = await server.connect();
  expect(await client.call("say", " hi ")).toEqual(["say", "hi"]);
  expect(await client.call("shout", "hi")).toEqual(["shout", "HI"]);
  expect(await client.call("pair", "a", "b")).toEqual(["pair", "ab"]);
  const issues = (...paths: number[][]) => paths.map((path) => ({ message: "not text", path }));
  expect(await client.call("say", 1)).toEqual({ error: { code: "invalid_payload", issues: issues([]) } });
  expect(await client.call("pair", 1)).toEqual({ error: { code: "invalid_payload", issues: issues([0], [1]) } });
  await using quiet = await server.connect({ namespace: "/quiet" });
  expect(await quiet.call("say", "hi")).toEqual(["say", "hush"]);
  expect(await quiet.call("say", 1)).toMatchObject({ error: { code: "invalid_payload" } });
});

test.each([
  {
    what: "a schema for disconnect",
    name: "disconnect",
    schema: z.string(),
    says: 'The event "disconnect" takes no schema',
  },
  { what: "a schema for the catch-all", name: "*", schema: z.string(), says: 'The event "*" takes no schema' },
  { what: "an object that is none", name: "say", schema: {}, says: "The schema must speak Standard Schema" },
  { what: "a text", name: "say", schema: "string", says: "The schema must speak Standard Schema" },
  { what: "an empty list", name: "say", schema: [], says: "The schema must speak Standard Schema" },
  { what: "a list with a number", name: "say", schema: [z.string(), 1], says: "The schema must speak Standard Schema" },
])("$what is refused with a TypeError", async ({ name, schema, says }) => {
  const refused = expect.objectContaining({ name: "TypeError", message: expect.stringContaining(says) });
  await using server = await serve((sio) => {
    expect(() => sio.on(name, schema as z.ZodString, () => {})).toThrow(refused);
    expect(() => event(name, schema as z.ZodString)).toThrow(refused);
  });
  expect(server.sio.registry.isEmpty).toBe(true);
});
