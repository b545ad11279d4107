import { describe, expect, test } from "vitest";
import {
  ConnectionRefusedError,
  disconnect,
  emit,
  joinRoom,
  Namespace,
  nsp,
  request,
  rooms,
  type SocketIO,
  send,
  session,
  socket,
  to,
} from "../../src/index.ts";
import { connected, next, serve } from "../_support/server.ts";

type Connect = (auth: { how?: string }) => unknown;

/** The same connect handler in each style, in the namespace `/door`. */
const styles: Readonly<Record<string, (sio: SocketIO, connect: Connect) => void>> = {
  function: (sio, connect) => sio.on("connect", connect, { namespace: "/door" }),
  class: (sio, connect) => {
    class Door extends Namespace {
      onConnect(auth: { how?: string }) {
        return connect(auth);
      }
    }
    sio.onNamespace(new Door("/door"));
  },
};

const everyWay = ["polling", "websocket"].flatMap((transport) =>
  Object.entries(styles).map(([style, register]) => ({ transport, style, register })),
);

describe.each(everyWay)("a connect handler as $style, over $transport", ({ transport, register }) => {
  const door = { namespace: "/door", transports: [transport] };
  const refuse: Connect = async ({ how }) => {
    await Promise.resolve();
    if (how === "false") return false;
    if (how === "in words") throw new ConnectionRefusedError("Not today", { until: 7 });
    if (how === "by failing") throw new Error("a secret");
  };

  test.each([
    { how: "false", told: { message: "Connection refused" }, logged: 0 },
    { how: "in words", told: { message: "Not today", data: { until: 7 } }, logged: 0 },
    { how: "by failing", told: { message: "The server could not accept this connection" }, logged: 1 },
  ])("refuses: $how", async ({ how, told, logged }) => {
    await using server = await serve((sio) => register(sio, refuse));
    await expect(connected(server.client({ ...door, auth: { how } }))).rejects.toMatchObject(told);
    const stacks = server.log.map(({ fields }) => String((fields?.error as Error | undefined)?.stack));
    expect(stacks).toEqual(Array(logged).fill(expect.stringContaining("a secret")));
    expect(await connected(server.client(door))).toHaveProperty("connected", true);
  });

  test("sends and joins before the client is accepted, and all of it arrives after, in order", async () => {
    await using server = await serve((sio) =>
      register(sio, async () => {
        emit("first");
        await joinRoom(["lobby", "hall"]);
        socket.emit("second");
        await new Promise((resolve) => setImmediate(resolve));
        to("hall").emit("third");
        nsp.emit("fourth", rooms().length);
        send("fifth");
      }),
    );
    const client = server.client(door);
    const seen: unknown[] = [];
    client.on("connect", () => seen.push("connect"));
    client.onAny((event) => seen.push(event));
    await next(client, "message");
    expect(seen).toEqual(["connect", "first", "second", "third", "fourth", "message"]);
  });

  test("that refuses leaves no room and no session behind, and nothing that it sent arrives", async () => {
    await using server = await serve((sio) => {
      register(sio, async () => {
        session.seen = true;
        await joinRoom("lobby");
        emit("early");
        to("lobby").emit("early");
        return false;
      });
    });
    const client = server.client(door);
    const heard: unknown[] = [];
    client.onAny((event) => heard.push(event));
    await expect(connected(client)).rejects.toThrow();
    const { adapter, sockets } = server.sio.of("/door");
    expect([adapter.rooms.size, adapter.sids.size, sockets.size, heard]).toEqual([0, 0, 0, []]);
  });

  test("with alwaysConnect runs once the client is in, and sends it away by false", async () => {
    await using server = await serve(
      (sio) =>
        register(sio, ({ how }) => {
          emit("hello", socket.connected);
          return how !== "false";
        }),
      { alwaysConnect: true },
    );
    const refused = server.client({ ...door, auth: { how: "false" } });
    const [hello, gone] = [next(refused, "hello"), next(refused, "disconnect")];
    await connected(refused);
    expect([await hello, (await gone)[0]]).toEqual([[true], "io server disconnect"]);
    const welcome = server.client(door);
    expect(await next(welcome, "hello")).toEqual([true]);
    expect(welcome.connected).toBe(true);
  });
});

test("disconnect() in a connect handler sends the client away once it has heard the rest", async () => {
  await using server = await serve((sio) =>
    sio.on("connect", () => {
      emit("full");
      disconnect();
    }),
  );
  const client = server.client();
  const [full, gone] = [next(client, "full"), next(client, "disconnect")];
  expect([await full, (await gone)[0]]).toEqual([[], "io server disconnect"]);
});

describe.each(["polling", "websocket"])("a disconnect handler, over %s", (transport) => {
  test.each(["by the client", "by the server", "by a broken connection"])(
    "runs exactly once for each namespace, with rooms and session: %s",
    async (end) => {
      const seen: unknown[] = [];
      await using server = await serve((sio) => {
        for (const namespace of ["/", "/other"]) {
          const enter = async (name: string) => {
            session.name = name;
            await joinRoom("r");
          };
          const leave = async () => {
            await Promise.resolve();
            seen.push([request.namespace, session.name, rooms().sort()]);
          };
          sio.on("enter", enter, { namespace });
          sio.on("disconnect", leave, { namespace });
        }
      });
      const main = server.client({ transports: [transport] });
      const other = main.io.socket("/other");
      await main.emitWithAck("enter", "Ann");
      await other.emitWithAck("enter", "Bea");
      const expected = [
        ["/", "Ann", [main.id, "r"].sort()],
        ["/other", "Bea", [other.id, "r"].sort()],
      ];
      if (end === "by the client") for (const client of [main, other]) client.disconnect();
      if (end === "by the server") server.sio.io.disconnectSockets(true);
      if (end === "by a broken connection") main.io.engine.close();
      await expect.poll(() => [...seen].sort()).toEqual(expected);
      await server.sio.stop();
      expect(seen).toHaveLength(2);
    },
  );
});
