import { IncomingMessage } from "node:http";
import { describe, expect, test } from "vitest";
import { Namespace, request, type SocketIO, session, sleep, startBackgroundTask, stop } from "../../src/index.ts";
import { connected, serve } from "../_support/server.ts";

async function tell(): Promise<unknown> {
  await sleep(1);
  const { sid, namespace, event, query, headers, auth, address, raw } = request;
  const { who } = query;
  return { sid, namespace, event, who, header: headers["x-who"], auth, address, raw: raw instanceof IncomingMessage };
}

class Teller extends Namespace {
  onTell() {
    return tell();
  }
}

describe.each([
  { style: "function", register: (sio: SocketIO) => void sio.on("tell", tell, { namespace: "/tell" }) },
  { style: "class", register: (sio: SocketIO) => sio.onNamespace(new Teller("/tell")) },
])("in a handler as $style", ({ register }) => {
  test.each(["polling", "websocket"])("request tells of the client and the event, over %s", async (transport) => {
    await using server = await serve(register);
    const client = server.client({
      namespace: "/tell",
      transports: [transport],
      query: { who: "Ann" },
      extraHeaders: { "X-Who": "Bea" },
      auth: { who: "Cid" },
    });
    expect(await client.emitWithAck("tell", 1, { two: 2 })).toEqual({
      sid: client.id,
      namespace: "/tell",
      event: { message: "tell", args: [1, { two: 2 }] },
      who: "Ann",
      header: "Bea",
      auth: { who: "Cid" },
      address: expect.stringContaining("127.0.0.1"),
      raw: true,
    });
  });
});

test("connect and disconnect are events too", async () => {
  const seen: unknown[] = [];
  await using server = await serve((sio) => {
    for (const event of ["connect", "disconnect"] as const) sio.on(event, () => void seen.push(request.event));
  });
  const client = await connected(server.client({ auth: { token: 1 } }));
  client.disconnect();
  await expect
    .poll(() => seen)
    .toEqual([
      { message: "connect", args: [{ token: 1 }] },
      { message: "disconnect", args: ["client namespace disconnect"] },
    ]);
});

test("each client has a session of its own in each namespace, from one event to the next", async () => {
  await using server = await serve((sio) => {
    for (const namespace of ["/", "/other"]) {
      sio.on("set", (name: string) => void Object.assign(session, { name }), { namespace });
      sio.on("get", () => ({ ...session }), { namespace });
    }
  });
  const main = server.client();
  const clients = [main, main.io.socket("/other"), server.client()];
  for (const [index, client] of clients.entries()) await client.emitWithAck("set", `client ${index}`);
  const answers = await Promise.all(clients.map((client) => client.emitWithAck("get")));
  expect(answers).toEqual([{ name: "client 0" }, { name: "client 1" }, { name: "client 2" }]);
});

describe("in a program of its own", () => {
  test("a background task that a handler starts belongs to that handler's application", async () => {
    const ended: unknown[] = [];
    await using server = await serve((sio) => {
      sio.on("start", async () => {
        const sum = startBackgroundTask(async (_signal, a: number, b: number) => a + b, 1, 2);
        startBackgroundTask(async function forever(signal) {
          await sleep(60_000, signal).catch((error: Error) => ended.push(error.name));
        });
        const cancelled = startBackgroundTask((signal) => sleep(60_000, signal));
        await cancelled.cancel();
        startBackgroundTask(function broken() {
          throw new Error("out of order");
        });
        return sum.join();
      });
    });
    expect(await server.client().emitWithAck("start")).toBe(3);
    expect([...server.sio.tasks.running].map(({ name }) => name)).toEqual(["forever"]);
    expect(server.log).toMatchObject([{ level: "error", fields: { task: "broken" } }]);
    expect(await server.sio.stop()).toEqual([]);
    expect(ended).toEqual(["AbortError"]);
  });

  test("a handler that waits for stop() stops its application, and finishes", async () => {
    await using server = await serve((sio) => {
      sio.on("stop", async () => {
        await stop();
        return "stopping";
      });
    });
    expect(await server.client().emitWithAck("stop")).toBe("stopping");
    await expect.poll(() => server.sio.address).toBeUndefined();
  });
});
