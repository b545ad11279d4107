import type { Server, Socket } from "socket.io";
import { expect, test } from "vitest";
import { joinRoom, Namespace, request, rooms, socket } from "../../src/index.ts";
import { connected, next, serve } from "../_support/server.ts";

test("a Namespace class handles connect, disconnect, and events by its methods' names", async () => {
  const seen: unknown[] = [];
  class Chat extends Namespace {
    onConnect(auth: { name: string }) {
      seen.push(["connect", auth.name, request.namespace]);
    }
    onDisconnect(reason: string) {
      seen.push(["disconnect", reason]);
    }
    onMessage(text: string) {
      this.send(text);
    }
    onMyEvent(value: number) {
      return value + 1;
    }
    async onJoin(room: string) {
      await this.joinRoom(room);
      return this.rooms().length;
    }
  }
  await using server = await serve((sio) => sio.onNamespace(new Chat("/chat")));
  const client = server.client({ namespace: "/chat", auth: { name: "Ann" } });
  await connected(client);
  const message = next(client, "message");
  client.emit("message", "hi");
  expect(await message).toEqual(["hi"]);
  expect(await client.emitWithAck("myEvent", 1)).toBe(2);
  expect(await client.emitWithAck("join", "r")).toBe(2);
  client.disconnect();
  await expect
    .poll(() => seen)
    .toEqual([
      ["connect", "Ann", "/chat"],
      ["disconnect", "client namespace disconnect"],
    ]);
});

test("triggerEvent may be overridden, and then sees every event", async () => {
  class Loud extends Namespace {
    override triggerEvent(name: string, ...args: unknown[]) {
      return name === "connect" || name === "disconnect" ? undefined : [name, ...args];
    }
  }
  await using server = await serve((sio) => sio.onNamespace(new Loud("/loud")));
  expect(await server.client({ namespace: "/loud" }).emitWithAck("anything", 1)).toEqual(["anything", 1]);
});

test("onNamespace refuses what is no Namespace", async () => {
  await using server = await serve((sio) => {
    expect(() => sio.onNamespace({} as Namespace)).toThrow(TypeError);
  });
  await connected(server.client());
});

test("plain Socket.IO code is handed the real server, and listeners come off again", async () => {
  const setup = (io: Server) => {
    io.use((_socket, proceed) => proceed());
    io.on("connection", (socket: Socket) => {
      const listener = () => socket.emit("heard");
      socket.on("hi", listener);
      socket.on("off", (ack: (left: number) => void) => {
        socket.off("hi", listener);
        ack(socket.listenerCount("hi"));
      });
      socket.on("same", (ack: (same: boolean) => void) => ack(io.sockets.sockets.get(socket.id) === socket));
      const any = () => {};
      socket.onAny(any);
      socket.on("off any", (ack: (left: number) => void) => {
        socket.offAny(any);
        ack(socket.listenersAny().length);
      });
    });
    io.of(/^\/dynamic-\d+$/).on("connection", (socket) => socket.emit("welcome", socket.nsp.name));
  };
  await using server = await serve((sio) => sio.registry.addPlain(setup, "/"));
  await server.sio.swap(server.sio.registry);
  const client = server.client();
  const heard = next(client, "heard");
  client.emit("hi");
  await heard;
  expect(await client.emitWithAck("off")).toBe(0);
  expect(await client.emitWithAck("off any")).toBe(0);
  expect(await client.emitWithAck("same")).toBe(true);
  expect(await next(server.client({ namespace: "/dynamic-7" }), "welcome")).toEqual(["/dynamic-7"]);
});

test("the disconnect handler runs once, still reads the rooms, and can tell the others", async () => {
  const seen: unknown[] = [];
  await using server = await serve((sio) => {
    sio.on("join", async (room: string) => joinRoom(room));
    sio.on("disconnect", async (reason: string) => {
      await Promise.resolve();
      seen.push([reason, rooms().length]);
      for (const room of rooms()) socket.to(room).emit("left", request.sid);
    });
  });
  const [one, two] = [server.client(), server.client()];
  await one.emitWithAck("join", "r");
  await two.emitWithAck("join", "r");
  const { id } = two;
  const left = next(one, "left");
  two.disconnect();
  expect(await left).toEqual([id]);
  expect(seen).toEqual([["client namespace disconnect", 2]]);
});

test("handlers of any namespace serve where a namespace has none of its own", async () => {
  await using server = await serve(
    (sio) => {
      sio.on("where", () => request.namespace, { namespace: "*" });
      sio.on("where", () => "own", { namespace: "/own" });
    },
    { namespaces: "*" },
  );
  expect(await server.client({ namespace: "/made-up" }).emitWithAck("where")).toBe("/made-up");
  expect(await server.client({ namespace: "/own" }).emitWithAck("where")).toBe("own");
});

test("a namespace that nobody handles is refused, unless it is listed", async () => {
  await using server = await serve((sio) => sio.on("x", () => {}), { namespaces: ["/listed"] });
  await connected(server.client({ namespace: "/listed" }));
  await expect(connected(server.client({ namespace: "/other" }))).rejects.toThrow("Invalid namespace");
});

test("asyncHandlers: false handles one client's events in order while others go on", async () => {
  await using server = await serve(
    (sio) => {
      const order: string[] = [];
      sio.on("slow", async (release: number) => {
        await new Promise((resolve) => setTimeout(resolve, release));
        order.push("slow");
        return order;
      });
      sio.on("fast", () => {
        order.push("fast");
        return order;
      });
    },
    { asyncHandlers: false },
  );
  const client = server.client();
  const slow = client.emitWithAck("slow", 20);
  expect(await client.emitWithAck("fast")).toEqual(["slow", "fast"]);
  await slow;
  const other = server.client();
  expect(await other.emitWithAck("fast")).toEqual(["slow", "fast", "fast"]);
});
