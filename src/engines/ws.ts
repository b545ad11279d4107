import { once } from "node:events";
import { createServer as createHttpServer, type Server as HttpServer } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { Socket } from "node:net";
import type { Address, Cargo, Engine, OpenEngine } from "./engine.ts";
import { mount } from "./mounted.ts";
import { prepareUnixSocket } from "./unix-socket.ts";

/** Node's own HTTP server and the `ws` package: always there, and what Socket.IO uses by itself. */
export const ws: Engine = {
  transports: ["polling", "websocket"],

  open(cargo: Cargo): OpenEngine {
    const { io, tls, routes, on } = cargo;
    if (on) return mount(cargo, on);
    const server = tls ? createHttpsServer({ ...tls }, routes) : createHttpServer(routes);
    const connections = trackConnections(server);
    io.attach(server);
    let closed: Promise<void> | undefined;
    return {
      listen: (address) => listen(server, address),
      stopAccepting: () => {
        server.close();
      },
      close: () => {
        closed ??= close(server, connections, () => io.close());
        return closed;
      },
    };
  },
};

async function listen(server: HttpServer, address: Address): Promise<Address> {
  if ("unixSocket" in address) await prepareUnixSocket(address.unixSocket);
  server.listen("unixSocket" in address ? { path: address.unixSocket } : { ...address });
  await once(server, "listening");
  const bound = server.address();
  if ("unixSocket" in address || bound === null || typeof bound === "string") return address;
  return { host: address.host, port: bound.port };
}

/** How long clients have to answer the goodbye of their transport before their connection is cut. */
const goodbyeMs = 1_000;

async function close(
  server: HttpServer,
  connections: ReadonlySet<Socket>,
  closeSocketIO: () => Promise<void>,
): Promise<void> {
  const ended = server.listening || connections.size > 0 ? once(server, "close") : undefined;
  const cut = setTimeout(() => {
    for (const connection of connections) connection.destroy();
  }, goodbyeMs);
  await closeSocketIO();
  await ended;
  clearTimeout(cut);
}

// Node forgets a connection once it is upgraded, so its own closeAllConnections() would leave the WebSockets open.
function trackConnections(server: HttpServer): ReadonlySet<Socket> {
  const connections = new Set<Socket>();
  server.on("connection", (connection: Socket) => {
    connections.add(connection);
    connection.once("close", () => connections.delete(connection));
  });
  return connections;
}
