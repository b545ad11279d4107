import { describe, expect, test, vi } from "vitest";
import {
  call,
  DisconnectedError,
  emitWithAck,
  Namespace,
  request,
  type SocketIO,
  socket,
  TimeoutError,
  timeout,
  to,
} from "../../src/index.ts";
import { connected, next, serve } from "../_support/server.ts";

type Ack = (answer: unknown) => void;

describe.each(["polling", "websocket"])("over %s", (transport) => {
  const transports = [transport];

  /** Every way to ask the caller; each gives its answer, and who the handler thinks it is afterwards. */
  const ways: Readonly<Record<string, () => Promise<unknown>>> = {
    call: () => call("double", 21),
    emitWithAck: () => emitWithAck("double", 21),
    "timeout().call": () => timeout(20_000).call("double", 21),
    "call.to(the caller)": () => call.to(request.sid)("double", 21),
    "socket.emitWithAck": () => socket.emitWithAck("double", 21),
    "to(sid).emitWithAck": async () => (await to(request.sid).timeout(20_000).emitWithAck("double", 21))[0],
  };

  test.each(Object.entries(ways))("%s resolves with the client's answer, in the same context", async (_name, ask) => {
    await using server = await serve((sio) => {
      sio.on("go", async () => [await ask(), request.sid, request.event.message]);
    });
    const clients = [server.client({ transports }), server.client({ transports })];
    for (const client of clients) client.on("double", (value: number, ack: Ack) => ack(value * 2));
    const answers = await Promise.all(clients.map((client) => client.emitWithAck("go")));
    expect(answers).toEqual(clients.map(({ id }) => [42, id, "go"]));
  });

  test("the callback of socket.emit runs in the context of its event", async () => {
    await using server = await serve((sio) => {
      sio.on("go", () => {
        socket.emit("double", 21, (answer: number) => socket.emit("done", answer, request.sid, request.event.message));
      });
    });
    const clients = [server.client({ transports }), server.client({ transports })];
    const done = clients.map((client) => next(client, "done"));
    for (const client of clients) {
      client.on("double", (value: number, ack: Ack) => ack(value * 2));
      client.emit("go");
    }
    expect(await Promise.all(done)).toEqual(clients.map(({ id }) => [42, id, "go"]));
  });

  test("call.to asks another client", async () => {
    await using server = await serve((sio) => sio.on("ask", (sid: string) => call.to(sid)("name?")));
    const [asking, asked] = [server.client({ transports }), await connected(server.client({ transports }))];
    asked.on("name?", (ack: Ack) => ack("Bea"));
    expect(await asking.emitWithAck("ask", asked.id)).toBe("Bea");
  });

  test("a client that goes is given up at once", async () => {
    const settled: unknown[] = [];
    await using server = await serve((sio) => askFor(sio, settled, () => call("never")));
    const client = server.client({ transports });
    const asked = next(client, "never");
    client.emit("go");
    await asked;
    client.disconnect();
    await expect.poll(() => settled).toEqual([expect.any(DisconnectedError)]);
  });
});

test("a client that was never there, or has gone already, is told from one that does not answer", async () => {
  const settled: unknown[] = [];
  await using server = await serve((sio) => {
    askFor(sio, settled, () => call.to("nobody")("x"));
    sio.on("disconnect", () => call("too late").catch((error: unknown) => settled.push(error)));
  });
  const client = server.client();
  await client.emitWithAck("go");
  client.disconnect();
  await expect.poll(() => settled).toEqual([expect.any(DisconnectedError), expect.any(DisconnectedError)]);
});

test("timeout(ms).call gives up by a TimeoutError", async () => {
  const settled: unknown[] = [];
  await using server = await serve((sio) => askFor(sio, settled, () => timeout(10).call("never")));
  const client = server.client();
  await client.emitWithAck("go");
  expect(settled).toEqual([expect.any(TimeoutError)]);
  expect(client.connected).toBe(true);
});

test("call gives up after 60 seconds, and not before", async () => {
  const settled: unknown[] = [];
  await using server = await serve((sio) => askFor(sio, settled, () => call("never")), { pingInterval: "10m" });
  const client = await connected(server.client({ transports: ["websocket"] }));
  const asked = next(client, "never");
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    client.emit("go");
    await asked;
    await vi.advanceTimersByTimeAsync(59_999);
    expect(settled).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(settled).toEqual([new TimeoutError('The client did not answer "never" within 60000 ms.')]);
  } finally {
    vi.useRealTimers();
  }
});

test("a Namespace asks the caller's socket of its own, whichever namespace the event came from", async () => {
  class Chat extends Namespace {
    async onGo() {
      return [await this.call("name?"), request.namespace];
    }
  }
  const chat = new Chat("/chat");
  await using server = await serve((sio) => {
    sio.onNamespace(chat);
    sio.on("go", async () => [await chat.call("name?"), request.namespace]);
  });
  const main = server.client();
  const inChat = main.io.socket("/chat");
  main.on("name?", (ack: Ack) => ack("asked in /"));
  inChat.on("name?", (ack: Ack) => ack("asked in /chat"));
  await connected(inChat);
  expect(await inChat.emitWithAck("go")).toEqual(["asked in /chat", "/chat"]);
  expect(await main.emitWithAck("go")).toEqual(["asked in /chat", "/"]);
});

/** Asks when "go" comes, and keeps how that ended. */
function askFor(sio: SocketIO, settled: unknown[], ask: () => Promise<unknown>): void {
  sio.on("go", async () => {
    const keep = (value: unknown) => void settled.push(value);
    await ask().then(keep, keep);
  });
}
