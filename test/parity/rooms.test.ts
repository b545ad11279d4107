import type { Socket } from "socket.io-client";
import { describe, expect, test } from "vitest";
import {
  closeRoom,
  disconnect,
  joinRoom,
  leaveRoom,
  Namespace,
  request,
  rooms,
  type SocketIO,
  type Whose,
} from "../../src/index.ts";
import { connected, next, serve, type TestServer } from "../_support/server.ts";

class Chat extends Namespace {
  async onJoin(room: string | string[], whose?: Whose) {
    await this.joinRoom(room, whose);
  }
  async onLeave(room: string | string[], whose?: Whose) {
    await this.leaveRoom(room, whose);
  }
  onRooms(whose?: Whose) {
    return this.rooms(whose).sort();
  }
  onClose(room: string) {
    this.closeRoom(room);
  }
  onAway(whose?: Whose) {
    this.disconnect(whose);
  }
}

function asFunctions(sio: SocketIO): void {
  for (const namespace of ["/", "/chat"]) {
    const where = { namespace };
    sio.on("join", (room: string | string[], whose?: Whose) => joinRoom(room, whose), where);
    sio.on("leave", (room: string | string[], whose?: Whose) => leaveRoom(room, whose), where);
    sio.on("rooms", (whose?: Whose) => rooms(whose).sort(), where);
    sio.on("close", (room: string) => closeRoom(room), where);
    sio.on("away", (whose?: Whose) => disconnect(whose), where);
  }
}

const styles = [
  { style: "functions", register: asFunctions },
  { style: "a class", register: (sio: SocketIO) => sio.onNamespace(new Chat("/chat")) },
];

describe.each(styles)("with $style", ({ register }) => {
  const chat = { namespace: "/chat" };

  test("a client is in the room of its own id, and in those that it joined, one or several", async () => {
    await using server = await serve(register);
    const client = server.client(chat);
    expect(await client.emitWithAck("rooms")).toEqual([client.id]);
    await client.emitWithAck("join", "a");
    await client.emitWithAck("join", ["b", "c"]);
    expect(await client.emitWithAck("rooms")).toEqual(["a", "b", "c", client.id].sort());
    await client.emitWithAck("leave", ["a", "c"]);
    expect(await client.emitWithAck("rooms")).toEqual(["b", client.id].sort());
  });

  test("another client is moved by its sid", async () => {
    await using server = await serve(register);
    const [client, other] = [server.client(chat), await connected(server.client(chat))];
    const { id: sid } = other;
    await client.emitWithAck("join", "r", { sid });
    expect(await client.emitWithAck("rooms", { sid })).toEqual(["r", sid].sort());
    expect(await client.emitWithAck("rooms")).toEqual([client.id]);
    await client.emitWithAck("leave", "r", { sid });
    expect(await other.emitWithAck("rooms")).toEqual([sid]);
    const gone = next(other, "disconnect");
    await client.emitWithAck("away", { sid });
    expect((await gone)[0]).toBe("io server disconnect");
    expect(client.connected).toBe(true);
  });

  test("closeRoom empties the room and disconnects nobody", async () => {
    await using server = await serve(register);
    const clients = [server.client(chat), server.client(chat)] as const;
    for (const client of clients) await client.emitWithAck("join", ["r", "s"]);
    await clients[0].emitWithAck("close", "r");
    for (const client of clients) expect(await client.emitWithAck("rooms")).toEqual(["s", client.id].sort());
  });

  test.each(["polling", "websocket"])("disconnect closes this namespace only, over %s", async (transport) => {
    await using server = await serve((sio) => {
      register(sio);
      sio.on("alive", () => true);
    });
    const main = server.client({ transports: [transport] });
    const inChat = await connected(main.io.socket("/chat"));
    const gone = next(inChat, "disconnect");
    inChat.emit("away");
    expect((await gone)[0]).toBe("io server disconnect");
    expect(await main.emitWithAck("alive")).toBe(true);
  });
});

describe("in another namespace", () => {
  /** One connection, in `/` and in `/chat`. */
  async function connectBoth(server: TestServer): Promise<{ main: Socket; inChat: Socket }> {
    const main = await connected(server.client());
    return { main, inChat: await connected(main.io.socket("/chat")) };
  }

  test("the caller's own socket there is meant, unless a sid is given", async () => {
    await using server = await serve(asFunctions);
    const { main, inChat } = await connectBoth(server);
    const { inChat: other } = await connectBoth(server);
    const namespace = "/chat";
    await main.emitWithAck("join", "own", { namespace });
    await main.emitWithAck("join", "given", { namespace, sid: other.id });
    expect(await main.emitWithAck("rooms", { namespace })).toEqual(["own", inChat.id].sort());
    expect(await main.emitWithAck("rooms", { namespace, sid: other.id })).toEqual(["given", other.id].sort());
    await main.emitWithAck("leave", "own", { namespace });
    expect(await inChat.emitWithAck("rooms")).toEqual([inChat.id]);
    expect(await main.emitWithAck("rooms")).toEqual([main.id]);
    const gone = next(inChat, "disconnect");
    await main.emitWithAck("away", { namespace });
    expect(await gone).toBeDefined();
    expect([main.connected, other.connected]).toEqual([true, true]);
  });

  test("a caller that is not connected there is told so", async () => {
    await using server = await serve((sio) => {
      asFunctions(sio);
      sio.onErrorDefault((error) => [(error as Error).name, (error as Error).message, request.event.message]);
    });
    const client = server.client();
    const told = ["DisconnectedError", "The client is not connected to /chat."];
    expect(await client.emitWithAck("join", "r", { namespace: "/chat" })).toEqual([...told, "join"]);
    expect(await client.emitWithAck("away", { namespace: "/chat" })).toEqual([...told, "away"]);
    expect(await client.emitWithAck("rooms", { namespace: "/chat" })).toEqual([]);
  });

  test("a Namespace acts on its own", async () => {
    const chat = new Chat("/chat");
    await using server = await serve((sio) => {
      sio.onNamespace(chat);
      sio.on("join for me", () => chat.joinRoom("r"));
      sio.on("close for me", () => chat.closeRoom("r"));
      sio.on("away for me", () => chat.disconnect());
    });
    const { main, inChat } = await connectBoth(server);
    await main.emitWithAck("join for me");
    expect(await inChat.emitWithAck("rooms")).toEqual([inChat.id, "r"].sort());
    await main.emitWithAck("close for me");
    expect(await inChat.emitWithAck("rooms")).toEqual([inChat.id]);
    const gone = next(inChat, "disconnect");
    await main.emitWithAck("away for me");
    expect(await gone).toBeDefined();
    expect(main.connected).toBe(true);
  });
});

test("outside of handlers, app empties a room", async () => {
  await using server = await serve(asFunctions);
  const client = server.client();
  await client.emitWithAck("join", "r");
  server.sio.closeRoom("r");
  expect(await client.emitWithAck("rooms")).toEqual([client.id]);
});
