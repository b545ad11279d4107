import { readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { on, request } from "sio-serve";
import type { Server, Socket } from "socket.io";

/** What has been seen, for tests in another process to ask for. */
const journal: string[] = [];

on("request", () => ({ sid: request.sid, address: request.address, query: request.query }));
on("slow", async (ms: number) => {
  await wait(ms);
  return "done";
});

// biome-ignore lint/style/noDefaultExport: so does a file of plain Socket.IO code
export default (io: Server) => {
  io.on("connection", (socket) => serve(socket, io));
  io.of("/other").on("connection", (socket) => serve(socket, io));
};

function serve(socket: Socket, io: Server): void {
  const space = socket.nsp;
  const { handshake } = socket;
  socket.on("disconnect", (reason) => journal.push(`${handshake.auth.name ?? "?"}: ${reason}`));

  socket.on("echo", (...args) => args.at(-1)(...args.slice(0, -1)));
  socket.on("journal", (ack) => ack(journal));
  socket.on("handshake", (ack) => {
    const { address, secure, query, headers, auth, url, xdomain } = handshake;
    const { remoteAddress, encrypted = false } = socket.request.socket as {
      remoteAddress?: string;
      encrypted?: boolean;
    };
    const { url: raw, method } = socket.request;
    ack({ address, secure, query, headers, auth, url, xdomain, raw, method, remoteAddress, encrypted });
  });
  socket.on("transport", (ack) => ack(socket.conn.transport.name));

  socket.on("join", (room, ack) => Promise.resolve(socket.join(room)).then(() => ack([...socket.rooms])));
  socket.on("leave", (room, ack) => Promise.resolve(socket.leave(room)).then(() => ack([...socket.rooms])));
  socket.on("all", (...args) => space.emit("news", ...args));
  socket.on("room", (room, ...args) => space.to(room).emit("news", ...args));
  socket.on("others", (...args) => socket.broadcast.emit("news", ...args));
  socket.on("except", (room, ...args) => space.except(room).emit("news", ...args));
  socket.on("rooms", (rooms, ...args) => space.to(rooms).emit("news", ...args));
  socket.on("volatile", (...args) => space.volatile.emit("news", ...args));
  socket.on("ask all", async (question, ack) => ack(await space.timeout(5_000).emitWithAck("question", question)));
  socket.on("last word", (room, word) => {
    space.to(room).emit("news", word);
    space.in(room).socketsLeave(room);
    space.to(room).emit("news", "nobody is here");
  });
  socket.on("many", (count, bytes) => {
    for (let number = 0; number < count; number++) {
      if (number % 2) space.emit("news", number, Buffer.alloc(bytes, number));
      else socket.emit("news", number, "x".repeat(bytes));
    }
  });
  socket.on("watch outgoing", (ack) => {
    socket.onAnyOutgoing((event, ...args) => journal.push(`outgoing: ${event} ${args.join()}`));
    ack();
  });

  socket.on("leave namespace", () => socket.disconnect());
  socket.on("goodbye", (word) => {
    space.emit("news", word);
    io.disconnectSockets(true);
  });
}

/** The routes beside Socket.IO. */
export const http = async (asked: Request) => (await routes[new URL(asked.url).pathname]?.(asked)) ?? missing();

const missing = () => new Response("no such page\n", { status: 404 });

const routes: Readonly<Record<string, (asked: Request) => Response | Promise<Response>>> = {
  "/method": ({ method, url, headers }) =>
    Response.json({ method, url, cookie: headers.get("cookie") }, { headers: { "X-Route": "yes" } }),
  "/length": async (asked) => new Response(String((await asked.arrayBuffer()).byteLength)),
  "/empty": () => new Response(null, { status: 204 }),
  "/cookies": () => {
    const response = new Response("two");
    response.headers.append("Set-Cookie", "a=1");
    response.headers.append("Set-Cookie", "b=2");
    return response;
  },
  "/large": () => new Response(new Uint8Array(8_000_000).fill(7), { headers: { "Content-Length": "8000000" } }),
  "/stream": () => new Response(streamOf(400, 20_000)),
  "/endless": () => new Response(streamOf(Number.POSITIVE_INFINITY, 10)),
  "/throws": () => {
    throw new Error("a route that fails");
  },
  "/self": () => new Response(readFileSync(new URL(import.meta.url)), { headers: { "Content-Type": "text/plain" } }),
};

function streamOf(chunks: number, bytes: number): ReadableStream {
  let sent = 0;
  return new ReadableStream({
    async pull(controller) {
      if (sent++ === chunks) return controller.close();
      await new Promise((resolve) => setImmediate(resolve));
      controller.enqueue(new Uint8Array(bytes).fill(sent % 256));
    },
    cancel() {
      journal.push("cancelled");
    },
  });
}
