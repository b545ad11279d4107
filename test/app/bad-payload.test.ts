import type { Socket } from "socket.io-client";
import { describe, expect, test } from "vitest";
import { ackWith, type SocketIO, socket } from "../../src/index.ts";
import { startCli } from "../_support/cli.ts";
import { temporaryFolder } from "../_support/folder.ts";
import { connected, next, serve } from "../_support/server.ts";
import { openClient } from "../server/client.ts";

const nested = (levels: number) => JSON.parse("[".repeat(levels) + "]".repeat(levels)) as unknown;
const many = (count: number) => Array.from({ length: count }, () => 1);
/** As only JSON makes it: in a literal, `__proto__` is no key. */
const prototypeKey = JSON.parse('{ "a": { "__proto__": { "polluted": true } } }') as unknown;

/** Arguments that no handler gets, and what the client and the log are told. */
const refused: Readonly<Record<string, readonly [args: readonly unknown[], why: string]>> = {
  "the key __proto__": [[prototypeKey], 'it has the key "__proto__".'],
  "a key constructor.prototype": [
    [1, [{ constructor: { prototype: { polluted: true } } }]],
    'it has the key "constructor".',
  ],
  "1,000 nested levels": [[nested(1_000)], "it is nested more than 64 levels deep."],
  "10,001 arguments": [many(10_001), "they are more than 10000."],
};

function counting(calls: unknown[][]) {
  return (sio: SocketIO) => {
    sio.on("count", (...args: unknown[]) => {
      calls.push(args);
      return args.length;
    });
    sio.on("*", (...args: unknown[]) => void calls.push(args));
  };
}

describe.each(["polling", "websocket"])("over %s", (transport) => {
  test.each(Object.entries(refused))(
    "%s: refused, told and logged, and nothing else happens",
    async (_, [args, why]) => {
      const calls: unknown[][] = [];
      await using server = await serve(counting(calls));
      const client = server.client({ transports: [transport] });
      for (const event of ["count", "caught by the catch-all"]) {
        const message = `The arguments of "${event}" were refused: ${why}`;
        expect(await client.emitWithAck(event, ...args)).toEqual({ error: { code: "refused_payload", message } });
        client.emit(event, ...args);
        expect(await client.emitWithAck("count", 1)).toBe(1);
        expect(server.log.filter((line) => line.message.includes(message))).toHaveLength(2);
      }
      expect(server.log[0]?.fields).toMatchObject({ event: "count", namespace: "/", sid: client.id });
      expect(calls).toEqual([[1], [1]]);
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    },
  );

  test("what is just within the limits reaches the handler", async () => {
    await using server = await serve(counting([]));
    const client = server.client({ transports: [transport] });
    expect(await client.emitWithAck("count", ...many(10_000))).toBe(10_000);
    expect(await client.emitWithAck("count", nested(64), { constructor: "Ann" }, Buffer.from("x"))).toBe(3);
  });

  test("a message over the size limit ends its own connection alone, and is logged", async () => {
    await using server = await serve(counting([]), { maxHttpBufferSize: 10_000 });
    const other = await connected(server.client({ transports: [transport] }));
    const client = await connected(server.client({ transports: [transport] }));
    const gone = next(client, "disconnect");
    client.emit("count", "x".repeat(20_000));
    await gone;
    await expect
      .poll(() => server.log.map(({ message }) => message))
      .toEqual([expect.stringContaining("over 10000 bytes")]);
    expect(await other.emitWithAck("count", 1)).toBe(1);
  });
});

test("auth with a prototype key refuses the client, on coming back as well", async () => {
  await using server = await serve(counting([]), { connectionStateRecovery: "1m" });
  const bad = { user: prototypeKey } as { [key: string]: unknown };
  await expect(connected(server.client({ auth: bad }))).rejects.toThrow('it has the key "__proto__".');
  const client = await connected(server.client({ auth: {} }));
  const hello = next(client, "hello");
  server.sio.emit("hello");
  await hello;
  client.io.engine.close();
  await expect.poll(() => server.sio.io.of("/").sockets.size).toBe(0);
  client.auth = bad;
  const gone = next(client, "disconnect");
  client.connect();
  await gone;
  expect(server.log.map(({ message }) => message)).toEqual(
    [1, 2].map(() => expect.stringContaining("The auth of a client")),
  );
});

/** Packets of Socket.IO that no client of it sends, and whether their connection outlives them, where that is for the server to say. */
const packets: Readonly<Record<string, readonly [packet: string, stays?: boolean]>> = {
  "an event named error": ['2["error"]', true],
  "a number as name": ["2[1]", true],
  "a number as name, with an ack": ["25[1]", true],
  "no name": ["2", true],
  "no name, with an ack": ["25", true],
  "null as name": ["2[null]", false],
  "a reserved name": ['2["disconnecting"]', false],
  "an object for arguments": ["2{}", false],
  "no JSON": ['2["x', false],
  "an ack that nobody waits for": ['399["x"]', true],
  "an ack with a name": ['3x["x"]', false],
  "a namespace that is not joined": ['2/other,["x"]', false],
  "a second connect": ["0", false],
  "an error from a client": ['4{"message":"x"}', false],
  "an unknown kind": ['9["x"]', false],
  "more attachments than there may be": ['599999-["x"]', false],
  "a megabyte of digits": [`2${"9".repeat(990_000)}`],
  "500,000 arguments": [`2["count"${",1".repeat(490_000)}]`, true],
  "400,000 nested levels": [`2["count",${"[".repeat(400_000)}${"]".repeat(400_000)}]`, true],
};

/** Sends a packet as it stands. */
const sendRaw = (client: Socket, packet: string) => void client.io.engine.send(packet);

describe.each([
  { handlers: "a catch-all", register: counting([]) },
  { handlers: "none but one for another event", register: (sio: SocketIO) => void sio.on("count", () => 1) },
])("a raw packet, where the handlers are $handlers", ({ register }) => {
  test.each(Object.entries(packets))("%s harms nobody else", async (_, [packet, stays]) => {
    await using server = await serve(register);
    const other = await connected(server.client());
    const client = await connected(server.client({ transports: ["websocket"] }));
    const gone = next(client, "disconnect");
    sendRaw(client, packet);
    if (stays) expect(await client.emitWithAck("count", 1)).toBe(1);
    else if (stays === false) await gone;
    expect(await other.emitWithAck("count", 1)).toBe(1);
  });

  test("an attachment that never comes leaves the others alone, and the server stops all the same", async () => {
    await using server = await serve(register);
    const other = await connected(server.client());
    const client = await connected(server.client({ transports: ["websocket"] }));
    sendRaw(client, '51-["count",{"_placeholder":true,"num":0}]');
    expect(await other.emitWithAck("count", 1)).toBe(1);
    expect(client.connected).toBe(true);
    expect(await server.sio.stop()).toEqual([]);
  });
});

test("a name that is no text is refused, told and logged, and no catch-all sees it", async () => {
  const calls: unknown[][] = [];
  await using server = await serve(counting(calls));
  const client = await connected(server.client({ transports: ["websocket"] }));
  const answers: unknown[] = [];
  client.io.engine.on("message", (message) => answers.push(message));
  for (const packet of ["27[1]", "28", "2[1]", "2"]) sendRaw(client, packet);
  await client.emitWithAck("count");
  const messages = ["1", "undefined"].map((name) => `An event was refused: its name must be text, not ${name}.`);
  const error = (message: string | undefined) => JSON.stringify([{ error: { code: "refused_payload", message } }]);
  expect(answers.slice(0, 2)).toEqual([`37${error(messages[0])}`, `38${error(messages[1])}`]);
  expect(server.log).toHaveLength(4);
  expect(calls).toEqual([[]]);
});

test("a served file in production outlives all of them", async () => {
  const text = `import { on } from "sio-serve"; on("count", () => 1); on("*", () => {});`;
  await using folder = await temporaryFolder({ "handlers.mjs": text });
  await using server = await startCli(["handlers.mjs", "--port", "0", "--mode", "production"], { cwd: folder.path });
  const other = await connected(openClient(server.url));
  for (const [packet] of Object.values(packets)) {
    const client = await connected(openClient(server.url, { transports: ["websocket"] }));
    sendRaw(client, packet);
    client.emit("count");
    expect(await other.emitWithAck("count")).toBe(1);
  }
  expect(server.output()).not.toContain("Uncaught");
  expect(await server.stop()).toBe(0);
});

describe("what the server cannot send", () => {
  const cycle: { self?: unknown } = {};
  cycle.self = [cycle];
  const unsendable: Readonly<Record<string, readonly [value: unknown, what: string]>> = {
    "a cycle": [cycle, "it contains itself, or is nested without end"],
    "a BigInt": [{ id: 1n }, "there is a BigInt, which should be text or a number at id"],
    "a function": [{ list: [() => {}] }, "there is a function at list.0"],
    "a symbol": [[Symbol("s")], "there is a symbol at 0"],
  };

  test.each(Object.entries(unsendable))("%s, as an ack: is the handler's failure", async (_, [value, what]) => {
    await using server = await serve((sio) => {
      sio.on("one", () => value);
      sio.on("several", async () => ackWith(1, value));
    });
    const client = server.client();
    for (const event of ["one", "several"])
      expect(await client.emitWithAck(event)).toMatchObject({ error: { code: "handler_failed" } });
    expect(server.log.map(({ message }) => message)).toEqual(
      ["one", "several"].map((event) => expect.stringContaining(`The answer to "${event}" cannot be sent: ${what}.`)),
    );
    expect(client.connected).toBe(true);
  });

  test("in a connect handler: it is logged, and what comes after it is sent", async () => {
    await using server = await serve((sio) =>
      sio.on("connect", () => {
        socket.emit("bad", 1n);
        socket.emit("good", 2);
      }),
    );
    const client = server.client();
    expect(await next(client, "good")).toEqual([2]);
    expect(server.log.map(({ fields }) => fields?.event)).toEqual(["connect"]);
  });

  test("what says itself how to be sent, and what is binary, is fine", async () => {
    const values = { at: new Date(0), big: { toJSON: () => "1" }, bytes: Buffer.from("x"), none: undefined, nil: null };
    await using server = await serve((sio) => sio.on("values", () => values));
    const received = { at: "1970-01-01T00:00:00.000Z", big: "1", bytes: Buffer.from("x"), nil: null };
    expect(await server.client().emitWithAck("values")).toEqual(received);
  });
});
