import { createServer as createHttp } from "node:http";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { WebSocketServer } from "ws";
import { runCli } from "../_support/cli.ts";
import { serveBare } from "./bare.ts";

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const page = () => createHttp((_request, response) => response.end("<h1>Hello</h1>"));

test.each(["websocket", "polling"])("a port on which nothing listens, over %s", async (transport) => {
  const { status, stdout, stderr } = await runCli(["bench", "http://127.0.0.1:1", "--transports", transport]);
  expect([status, stdout]).toEqual([69, ""]);
  expect(stderr).toBe(
    "✖ No client can connect to http://127.0.0.1:1/: nothing listens on 127.0.0.1 port 1.\n" +
      "  → Is the server running, and is this its port?\n",
  );
});

test.each<{ kind: string; server: () => Server; transport: string; complaint: string }>([
  { kind: "a web site", server: page, transport: "websocket", complaint: "the server answered 200 OK." },
  { kind: "a web site", server: page, transport: "polling", complaint: "the server answered what is not Engine.IO 4." },
  {
    kind: "a site that drops upgrades",
    server: () => page().on("upgrade", (_request, socket) => socket.destroy()),
    transport: "websocket",
    complaint: "the server closed the connection without an answer.",
  },
  {
    kind: "something that is no HTTP",
    server: () => createServer((socket) => socket.on("data", () => socket.write("SSH-2.0-OpenSSH_9\r\n"))),
    transport: "websocket",
    complaint: "the server does not speak HTTP.",
  },
  {
    kind: "something silent",
    server: () => createServer((socket) => socket.resume()),
    transport: "websocket",
    complaint: "the server did not answer within 0.3 s.",
  },
  {
    kind: "something silent",
    server: () => createServer((socket) => socket.resume()),
    transport: "polling",
    complaint: "the server did not answer within 0.3 s.",
  },
])("$kind is told, over $transport", async ({ server, transport, complaint }) => {
  const port = await listen(server());
  const flags = ["--transports", transport, "--timeout", "300ms"];
  const { status, stdout, stderr } = await runCli(["bench", `http://127.0.0.1:${port}`, ...flags]);
  expect([status, stdout]).toEqual([69, ""]);
  expect(stderr).toContain(`No client can connect to http://127.0.0.1:${port}/: ${complaint}`);
});

test("a server of Socket.IO 2 is told", async () => {
  const http = createHttp();
  const server = new WebSocketServer({ server: http });
  server.on("connection", (socket) => {
    socket.send('0{"sid":"a","upgrades":[],"pingInterval":25000,"pingTimeout":5000}');
    socket.send("40");
  });
  const port = await listen(http);
  const { status, stderr } = await runCli(["bench", `http://127.0.0.1:${port}/room`]);
  expect(status).toBe(69);
  expect(stderr).toContain("the server speaks Socket.IO 2, and these clients speak 3 and 4.");
});

test("another path is told with what Engine.IO answers", async () => {
  const server = await serveBare({ path: "/elsewhere", transports: ["polling"] });
  const { status, stderr } = await runCli(["bench", server.url, "--path", "/elsewhere"]);
  expect(status).toBe(69);
  expect(stderr).toContain("the server answered 400 Bad Request (Transport unknown).");
  expect(stderr).toContain("--path says where");
});

test("a server that refuses clients is told with its own words", async () => {
  const server = await serveBare();
  server.io.use((_socket, next) => next(new Error("sign in first")));
  const { status, stderr } = await runCli(["bench", server.url]);
  expect(status).toBe(69);
  expect(stderr).toContain("the server refused the client in /: sign in first.\n");
  expect(stderr).toContain("--auth");
});

test("a namespace that does not exist is told", async () => {
  const server = await serveBare();
  const { status, stderr } = await runCli(["bench", `${server.url}/nowhere`]);
  expect(status).toBe(69);
  expect(stderr).toContain("the server refused the client in /nowhere: Invalid namespace.");
});

test("an event that nobody acknowledges is told before the load begins", async () => {
  const server = await serveBare();
  let heard = 0;
  server.io.on("connection", (socket) => {
    socket.on("mute", () => {
      heard += 1;
    });
  });
  const { status, stdout, stderr } = await runCli(["bench", server.url, "--event", "mute", "--timeout", "1s"]);
  expect([status, stdout, heard]).toEqual([69, "", 1]);
  expect(stderr).toContain(
    `The event "mute" is not acknowledged by ${server.url}/ in /: no acknowledgement within 1 s.`,
  );
  expect(stderr).toContain("--rate without --ack waits for none.");
});
