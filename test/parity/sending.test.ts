import { Namespace as RealNamespace, Server, Socket } from "socket.io";
import { describe, expect, test } from "vitest";
import {
  emit,
  except,
  io,
  Namespace,
  nsp,
  request,
  type SocketIO,
  send,
  sendJson,
  sleep,
  socket,
  to,
} from "../../src/index.ts";
import { connected, serve } from "../_support/server.ts";
import { expectHeard, threeClients } from "./three-clients.ts";

const bytes = Buffer.from([0, 255]);

/** What is sent by "go" of the first of three clients, of whom the first two are in "r" and the last two in "s", and who hears it. */
const sendings: readonly {
  readonly says: string;
  readonly go: (sids: { readonly second: string; readonly third: string }) => unknown;
  readonly hear: readonly number[];
}[] = [
  { says: "emit: the caller", go: () => emit("said"), hear: [1] },
  { says: "socket.emit: the caller", go: () => socket.emit("said"), hear: [1] },
  { says: "to(room): all in it, the caller too", go: () => to("r").emit("said"), hear: [1, 2] },
  { says: "to a list: everybody once", go: () => to(["r", "s"]).emit("said"), hear: [1, 2, 3] },
  { says: "to(sid): one client", go: ({ third }) => to(third).emit("said"), hear: [3] },
  { says: "nsp.emit: everybody, the caller too", go: () => nsp.emit("said"), hear: [1, 2, 3] },
  { says: "io.emit: everybody in /", go: () => io.emit("said"), hear: [1, 2, 3] },
  { says: "io.of().to()", go: () => io.of("/").to("s").emit("said"), hear: [2, 3] },
  { says: "socket.to(room): not the caller", go: () => socket.to("r").emit("said"), hear: [2] },
  { says: "socket.broadcast: everybody else", go: () => socket.broadcast.emit("said"), hear: [2, 3] },
  { says: "except(sid)", go: ({ second }) => except(second).emit("said"), hear: [1, 3] },
  { says: "except several", go: ({ second }) => except(request.sid, second).emit("said"), hear: [3] },
  { says: "except a list", go: ({ second }) => except([request.sid, second]).emit("said"), hear: [3] },
  { says: "to().except()", go: ({ second }) => to("r").except(second).emit("said"), hear: [1] },
];

const asFunctions = (sio: SocketIO, go: (...sids: string[]) => unknown) => sio.on("go", (...sids) => void go(...sids));
const asClass = (sio: SocketIO, go: (...sids: string[]) => unknown) => {
  class Root extends Namespace {
    onGo(...sids: string[]) {
      go(...sids);
    }
  }
  sio.onNamespace(new Root("/"));
};

describe.each([
  { transport: "polling", style: "function", register: asFunctions },
  { transport: "websocket", style: "class", register: asClass },
])("a handler as $style, over $transport", ({ transport, register }) => {
  test.each(sendings)("$says", async ({ go, hear }) => {
    await using server = await serve((sio) => {
      register(sio, (second = "", third = "") => go({ second, third }));
      sio.on("enter", (...rooms: string[]) => socket.join(rooms));
    });
    const { clients, heard } = await threeClients(server, transport);
    await clients[0]?.emitWithAck("go", clients[1]?.id, clients[2]?.id);
    await expectHeard(server, heard, hear);
  });
});

test("io, nsp and socket are the real objects of the event", async () => {
  await using server = await serve((sio) => {
    const real = async () => {
      await sleep(1);
      return [
        io instanceof Server,
        nsp instanceof RealNamespace,
        socket instanceof Socket,
        nsp.name,
        socket.id,
        nsp.sockets === sio.of(request.namespace).sockets,
        socket.nsp.server === sio.io,
      ];
    };
    for (const namespace of ["/", "/other"]) sio.on("real", real, { namespace });
  });
  for (const namespace of ["/", "/other"]) {
    const client = server.client({ namespace });
    expect(await client.emitWithAck("real")).toEqual([true, true, true, namespace, client.id, true, true]);
  }
});

describe.each(["polling", "websocket"])("over %s", (transport) => {
  test("send is the event message and sendJson the event json, and binary goes anywhere in the arguments", async () => {
    class Speaker extends Namespace {
      onGo() {
        this.emit("said", { deep: [bytes] }, bytes);
        this.send("text");
        this.sendJson({ json: true });
      }
    }
    await using server = await serve((sio) => {
      sio.on("go", () => {
        emit("said", { deep: [bytes] }, bytes);
        send("text");
        sendJson({ json: true });
      });
      sio.onNamespace(new Speaker("/class"));
    });
    const sent = [
      ["said", { deep: [bytes] }, bytes],
      ["message", "text"],
      ["json", { json: true }],
    ];
    for (const namespace of ["/", "/class"]) {
      const heard: unknown[] = [];
      const client = server.client({ transports: [transport], namespace });
      client.onAny((...args) => heard.push(args));
      client.emit("go");
      await expect.poll(() => heard).toEqual(sent);
    }
    const heard: unknown[] = [];
    const client = await connected(server.client({ transports: [transport] }));
    client.onAny((...args) => heard.push(args));
    server.sio.emit("said", { deep: [bytes] }, bytes);
    server.sio.send("text");
    server.sio.sendJson({ json: true });
    await expect.poll(() => heard).toEqual(sent);
  });
});

test("a Namespace speaks to its own clients, whichever namespace the event came from", async () => {
  const chat = new Namespace("/chat");
  await using server = await serve((sio) => {
    sio.onNamespace(chat);
    sio.on("tell", () => {
      chat.emit("said", 1);
      chat.to("nobody").emit("said", 2);
      chat.send(3);
    });
  });
  const heard: unknown[] = [];
  const listener = await connected(server.client({ namespace: "/chat" }));
  const caller = await connected(server.client());
  for (const client of [listener, caller]) client.onAny((...args) => heard.push([client === listener, ...args]));
  await caller.emitWithAck("tell");
  await expect.poll(() => heard).toEqual([[true, "said", 1], [true, "message", 3]]); // biome-ignore format: one line
});
