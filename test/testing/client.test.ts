import { setTimeout as later } from "node:timers/promises";
import type { Server } from "socket.io";
import { describe, expect, test, vi } from "vitest";
import {
  ackWith,
  ConnectionRefusedError,
  call,
  disconnect,
  emit,
  joinRoom,
  Namespace,
  nsp,
  on,
  onError,
  request,
  send,
  to,
} from "../../src/index.ts";
import { testServer } from "../../src/testing.ts";

const events = (received: readonly { readonly event: string }[]) => received.map(({ event }) => event);

describe.each(["websocket", "polling"] as const)("over %s", (transport) => {
  test("the handshake carries what the test says", async () => {
    await using server = await testServer(() => {
      on("handshake", () => {
        const { query, headers, auth, address } = request;
        return [query.room, headers["x-token"], headers.cookie, auth, address];
      });
    });
    const cookies = { sid: "s%3A1", theme: "dark" };
    const handshake = { query: { room: "r" }, headers: { "X-Token": "t" }, auth: { user: 7 }, cookies, transport };
    await using client = await server.connect(handshake);
    expect(client.socket.io.engine.transport.name).toBe(transport);
    expect(await client.call("handshake")).toEqual(["r", "t", "sid=s%3A1; theme=dark", { user: 7 }, "127.0.0.1"]);
  });

  test("emit resolves when its handlers have settled and what they sent has arrived", async () => {
    await using server = await testServer(() => {
      on("sync", () => emit("a"));
      on("async", async () => {
        emit("b");
        await later(20);
        emit("c", Buffer.alloc(300_000).toString("base64"));
        emit("d");
      });
      on("failing", async () => {
        await later(20);
        throw new Error("late");
      });
      onError(() => emit("e"));
    });
    await using client = await server.connect({ transport });
    await client.emit("sync");
    expect(events(client.received())).toEqual(["a"]);
    await client.emit("async");
    expect(events(client.received())).toEqual(["b", "c", "d"]);
    await client.emit("failing");
    expect(events(client.received())).toEqual(["e"]);
    await client.emit("nobody handles this");
    expect(client.received()).toEqual([]);
  });

  test("connecting and leaving resolve when their handlers have settled", async () => {
    const left: unknown[] = [];
    await using server = await testServer((io: Server) => {
      io.on("connection", async (socket) => {
        await later(20);
        socket.emit("plain");
      });
      on("connect", async () => {
        emit("accepted");
        await later(20);
      });
      on("disconnect", async (reason) => {
        await later(20);
        left.push(reason);
      });
    });
    const client = await server.connect({ transport });
    expect(events(client.received())).toEqual(["accepted", "plain"]);
    await client.disconnect();
    expect(left).toEqual(["client namespace disconnect"]);
    expect(client.connected).toBe(false);
  });

  test("binary goes both ways", async () => {
    await using server = await testServer(() =>
      on("reverse", ({ bytes }) => ({ bytes: Buffer.from(bytes).reverse() })),
    );
    await using client = await server.connect({ transport });
    const { bytes } = await client.call("reverse", { bytes: Buffer.from([1, 2, 3]) });
    expect([...new Uint8Array(bytes)]).toEqual([3, 2, 1]);
  });

  test("a page of another origin is refused", async () => {
    await using server = await testServer(() => {}, { cors: ["https://good.example"] });
    await using client = await server.connect({ transport, headers: { origin: "https://good.example" } });
    expect(client.connected).toBe(true);
    const refused = server.connect({ transport, headers: { origin: "https://evil.example" } });
    await expect(refused).rejects.toThrow(Error);
  });

  test("compressed messages are waited for as well", async () => {
    await using server = await testServer(() => on("big", () => emit("answer", "x".repeat(100_000))), {
      perMessageDeflate: true,
    });
    await using client = await server.connect({ transport });
    await client.emit("big", "y".repeat(100_000));
    expect(client.received()).toHaveLength(1);
  });
});

describe("what emit waits for", () => {
  test("listeners and middlewares of plain code", async () => {
    await using server = await testServer((io: Server) => {
      io.on("connection", (socket) => {
        socket.use(async ([event], next) => {
          await later(20);
          if (event !== "dropped") next();
        });
        socket.on("go", async () => {
          await later(20);
          socket.emit("gone");
        });
        socket.onAny(async (event) => {
          await later(60);
          socket.emit("seen", event);
        });
      });
    });
    await using client = await server.connect();
    await client.emit("go");
    expect(events(client.received()).toSorted()).toEqual(["gone", "seen"]);
    await client.emit("dropped");
    expect(client.received()).toMatchObject([{ event: "seen", args: ["dropped"] }]);
  });

  test("the client's earlier events, where these are handled in order", async () => {
    await using server = await testServer(
      () => {
        on("slow", async () => {
          await later(30);
          emit("slow");
        });
        on("fast", () => emit("fast"));
      },
      { asyncHandlers: false },
    );
    await using client = await server.connect();
    const slow = client.emit("slow");
    await client.emit("fast");
    expect(events(client.received())).toEqual(["slow", "fast"]);
    await slow;
  });

  test("not other events of the client, nor other clients", async () => {
    let finish: () => void = () => {};
    await using server = await testServer(() => {
      on("open end", () => {
        emit("started");
        return new Promise<void>((resolve) => {
          finish = resolve;
        });
      });
      on("short", () => emit("short"));
    });
    await using one = await server.connect();
    await using two = await server.connect();
    const openEnd = one.emit("open end");
    await one.next("started");
    await one.emit("short");
    await two.emit("short");
    expect([events(one.received()), events(two.received())]).toEqual([["short"], ["short"]]);
    finish();
    await openEnd;
  });

  test("a handler that asks the client", async () => {
    await using server = await testServer(() => {
      on("rename", async (name) => {
        if (await call("sure?", name)) emit("renamed", name);
      });
    });
    await using client = await server.connect();
    client.socket.on("sure?", (name, answer) => answer(name === "new"));
    await client.emit("rename", "new");
    expect(client.received()).toEqual([
      { event: "sure?", args: ["new"], namespace: "/" },
      { event: "renamed", args: ["new"], namespace: "/" },
    ]);
  });

  test("a handler that sends its client away", async () => {
    await using server = await testServer(() => {
      on("leave", async () => {
        send("bye");
        await later(5);
        disconnect();
      });
    });
    await using client = await server.connect();
    await client.emit("leave");
    expect(client.connected).toBe(false);
    expect(client.received()).toMatchObject([{ event: "message", args: ["bye"] }]);
    await expect(client.emit("leave")).rejects.toThrow("The client is not connected to / any more.");
  });

  test("no handler that never settles", async () => {
    await using server = await testServer(() => on("stuck", () => new Promise(() => {})), { shutdownTimeout: 10 });
    await using client = await server.connect({ timeoutMs: 50 });
    await expect(client.emit("stuck")).rejects.toThrow('The handler of "stuck" in / has not settled within 50 ms.');
  });

  test("no more than before, when the test runner's timers are fake", async () => {
    vi.useFakeTimers();
    try {
      await using server = await testServer(() => on("hello", () => emit("hello")));
      await using client = await server.connect();
      await client.emit("hello");
      expect(events(client.received())).toEqual(["hello"]);
    } finally {
      vi.useRealTimers();
    }
  });

  test("heartbeats of the server itself do not confuse it", async () => {
    await using server = await testServer(
      () => {
        on("slow", async () => {
          await later(30);
          emit("done");
        });
      },
      { pingInterval: 100 },
    );
    await using client = await server.connect();
    for (let round = 0; round < 8; round += 1) {
      await client.emit("slow");
      expect(events(client.received())).toEqual(["done"]);
    }
  });
});

describe("acknowledgements", () => {
  test("one value, several, none", async () => {
    await using server = await testServer(() => {
      on("one", () => ({ ok: true }));
      on("several", () => ackWith(1, 2));
      on("none", () => undefined);
    });
    await using client = await server.connect();
    expect(await client.call("one")).toEqual({ ok: true });
    expect(await client.call("several")).toEqual([1, 2]);
    expect(await client.call("none")).toBeUndefined();
  });

  test("that do not come say what may be wrong", async () => {
    await using server = await testServer(() => {});
    await using client = await server.connect({ timeoutMs: 50 });
    await expect(client.call("missing")).rejects.toThrow(
      '"missing" was not acknowledged within 50 ms. Does / have a handler for it?',
    );
  });

  test("end with the connection", async () => {
    await using server = await testServer((io: Server) => {
      io.on("connection", (socket) => socket.on("cut", () => socket.disconnect(true)));
      on("leave", () => disconnect());
    });
    for (const event of ["cut", "leave"]) {
      await using client = await server.connect();
      await expect(client.call(event)).rejects.toThrow(`The connection ended before "${event}" was acknowledged.`);
    }
  });
});

describe("received and next", () => {
  test("received takes what is there, once", async () => {
    await using server = await testServer(() => {
      on("twice", () => {
        emit("a", 1, [2]);
        emit("b", 1, [2]);
      });
    });
    await using client = await server.connect();
    await client.emit("twice");
    expect(client.received()).toEqual([
      { event: "a", args: [1, [2]], namespace: "/" },
      { event: "b", args: [1, [2]], namespace: "/" },
    ]);
    expect(client.received()).toEqual([]);
  });

  test("next takes what has arrived already, or waits", async () => {
    await using server = await testServer(() => {
      on("count", (from) => {
        emit("count", from);
        setTimeout(() => emit("count", from + 1), 20);
      });
    });
    await using client = await server.connect();
    await client.emit("count", 1);
    expect(await client.next("count")).toEqual([1]);
    expect(await client.next("count")).toEqual([2]);
    expect(client.received()).toEqual([]);
  });

  test("next says what arrived instead", async () => {
    await using server = await testServer(() => {
      on("go", () => {
        for (const name of ["a", "b", "a"]) emit(name);
      });
    });
    await using client = await server.connect({ timeoutMs: 50 });
    await expect(client.next("c")).rejects.toThrow('"c" has not arrived in / within 50 ms. There is: nothing.');
    await client.emit("go");
    await expect(client.next("c")).rejects.toThrow('"c" has not arrived in / within 50 ms. There is: "a", "b".');
    expect(events(client.received())).toEqual(["a", "b", "a"]);
  });
});

describe("a client that is refused", () => {
  test("gets the server's words and data, and leaves nothing behind", async () => {
    await using server = await testServer(() => {
      on("connect", (auth) => {
        if (auth.token !== "right") throw new ConnectionRefusedError("Sign in first", { code: "unauthorized" });
      });
    });
    await expect(server.connect({ auth: { token: "wrong" } })).rejects.toMatchObject({
      message: "Sign in first",
      data: { code: "unauthorized" },
    });
    await using client = await server.connect({ auth: { token: "right" } });
    expect(server.app.io.sockets.sockets.size).toBe(1);
    expect(client.connected).toBe(true);
  });

  test("by a mistake gets a neutral message, and the mistake is a fault", async () => {
    await using server = await testServer(() => {
      on("connect", () => {
        throw new Error("secret");
      });
    });
    await expect(server.connect()).rejects.toThrow("The server could not accept this connection");
    expect(server.faults).toMatchObject([{ error: { message: "secret" }, event: "connect" }]);
  });

  test("because there is no such namespace", async () => {
    await using server = await testServer(() => {});
    await expect(server.connect({ namespace: "/nowhere" })).rejects.toThrow("Invalid namespace");
  });

  test("because the server does not answer", async () => {
    await using server = await testServer(() => on("connect", () => new Promise(() => {})), { shutdownTimeout: 10 });
    await expect(server.connect({ timeoutMs: 50 })).rejects.toThrow(
      "The server has not answered the connection to / within 50 ms.",
    );
  });
});

test("several clients: a room's members hear, others do not", async () => {
  await using server = await testServer(() => {
    on("join", (room) => joinRoom(room));
    on("say", (text) => {
      to("lobby").emit("said", text);
    });
  });
  const [one, two, three] = [await server.connect(), await server.connect(), await server.connect()];
  await one.emit("join", "lobby");
  await two.emit("join", "lobby");
  await one.emit("say", "hi");
  expect([two, three].map((client) => events(client.received()))).toEqual([["said"], []]);
  await two.call("say", "ho");
  expect([one, three].map((client) => events(client.received()))).toEqual([["said", "said"], []]);
  expect(new Set([one.sid, two.sid, three.sid]).size).toBe(3);
});

describe("several namespaces", () => {
  class Admin extends Namespace {
    onConnect({ token }: { token?: string }) {
      if (token !== "t") throw new ConnectionRefusedError("No");
    }

    onWho() {
      nsp.emit("who", request.sid);
    }
  }
  const handlers = () => on("who", () => emit("top"), { namespace: "/" });

  test("share a connection and nothing else", async () => {
    await using server = await testServer({ __esModule: true, Admin: new Admin("/admin"), default: handlers });
    await using client = await server.connect();
    await expect(client.connect("/admin")).rejects.toThrow("No");
    const admin = await client.connect("/admin", { auth: { token: "t" } });
    expect(admin.socket.io).toBe(client.socket.io);
    await admin.emit("who");
    await client.emit("who");
    expect(client.received("/admin")).toEqual([{ event: "who", args: [admin.sid], namespace: "/admin" }]);
    expect([admin.received(), events(client.received())]).toEqual([[], ["top"]]);
  });

  test("are left one by one", async () => {
    await using server = await testServer({ __esModule: true, Admin: new Admin("/admin"), default: handlers });
    const admin = await server.connect({ namespace: "/admin", auth: { token: "t" } });
    const top = await admin.connect("/");
    await top.disconnect("/admin");
    expect([admin.connected, top.connected]).toEqual([false, true]);
    await top.emit("who");
    expect(events(top.received())).toEqual(["top"]);
    const again = await top.connect("/admin", { auth: { token: "t" } });
    expect([again.connected, admin.connected]).toEqual([true, true]);
    await expect(top.connect("/admin")).rejects.toThrow("The client is connected to /admin already.");
  });

  test("can be connected to again when the connection has ended", async () => {
    await using server = await testServer(() => {
      on("slow", async () => {
        await later(20);
        emit("done", request.auth);
      });
    });
    await using client = await server.connect({ auth: { visit: 1 } });
    await client.disconnect();
    await client.connect(undefined, { auth: { visit: 2 } });
    await client.emit("slow");
    expect(client.received()).toMatchObject([{ event: "done", args: [{ visit: 2 }] }]);
  });

  test("that were never asked for are named", async () => {
    await using server = await testServer(handlers);
    await using client = await server.connect();
    expect(() => client.received("/admin")).toThrow(
      'The client has not connected to /admin. To connect: await client.connect("/admin")',
    );
  });
});

test("the test's own code never runs as part of a handler", async () => {
  await using server = await testServer(() => on("hello", async () => emit("hello")));
  await using client = await server.connect();
  const seen: unknown[] = [];
  client.socket.on("hello", () => {
    try {
      seen.push(request.sid);
    } catch (error) {
      seen.push((error as Error).name);
    }
  });
  await client.emit("hello");
  expect(seen).toEqual(["NoContextError"]);
  expect(() => request.sid).toThrow("request only works while an event is being handled");
});

test("a connection that was lost recovers what it missed", async () => {
  await using server = await testServer(() => on("hello", () => emit("hello")), { connectionStateRecovery: "1m" });
  await using client = await server.connect();
  // Without a message there is nothing yet to recover from.
  await client.emit("hello");
  const { sid } = client;
  client.socket.io.engine.close();
  await expect.poll(() => server.app.io.sockets.sockets.size).toBe(0);
  server.app.emit("missed");
  await client.connect();
  expect(client.socket.recovered).toBe(true);
  expect([client.sid, events(client.received())]).toEqual([sid, ["hello", "missed"]]);
});

test("a message over the limit ends the connection", async () => {
  await using server = await testServer(() => on("big", () => {}), { maxHttpBufferSize: 1_000 });
  await using client = await server.connect();
  await client.emit("big", "x".repeat(2_000));
  expect(client.connected).toBe(false);
});
