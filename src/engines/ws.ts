import { once } from "node:events";
import type { Server as HttpServer } from "node:http";
import { prepareUnixSocket } from "../lib/unix-socket.ts";
import type { Address, Cargo, Engine, OpenEngine } from "./engine.ts";
import { Listener } from "./listener.ts";
import { closeAdapters, mount } from "./mounted.ts";

/** Node's own HTTP server and the `ws` package: always there, and what Socket.IO uses by itself. */
export const ws: Engine = {
  transports: ["polling", "websocket"],
  cannot: [],

  open(cargo: Cargo): OpenEngine {
    return cargo.on ? mount(cargo, cargo.on) : carry(cargo, new Listener(cargo.tls));
  },
};

function carry(cargo: Cargo, listener: Listener): OpenEngine {
  const { io } = cargo;
  const { server } = listener;
  const inherited = server.listening;
  const listeners = listener.prepare(cargo);
  let accepted = false;
  let closed: Promise<void> | undefined;
  const detach = async () => {
    io.engine.close();
    await closeAdapters(io);
  };
  const giveUp = async () => {
    // Handlers that did not load may have left listeners of their own.
    if (listener.holding) listener.hold();
    await detach();
  };
  return {
    listen: (address) => (server.listening ? Promise.resolve(boundAddress(server, address)) : listen(server, address)),
    accept() {
      accepted = true;
      listener.putOn(listeners, cargo);
    },
    stopAccepting: () => {
      server.close();
    },
    close: () => {
      closed ??= inherited && !accepted ? giveUp() : close(listener, () => io.close());
      return closed;
    },
    successor: (next) => (listener.suits(next) ? carry(next, listener) : undefined),
    async release() {
      listener.hold();
      await detach();
    },
  };
}

async function listen(server: HttpServer, address: Address): Promise<Address> {
  if ("unixSocket" in address) await prepareUnixSocket(address.unixSocket);
  server.listen("unixSocket" in address ? { path: address.unixSocket } : { ...address });
  await once(server, "listening");
  return boundAddress(server, address);
}

function boundAddress(server: HttpServer, address: Address): Address {
  const bound = server.address();
  if ("unixSocket" in address || bound === null || typeof bound === "string") return address;
  return { host: address.host, port: bound.port };
}

/** How long clients have to answer the goodbye of their transport before their connection is cut. */
const goodbyeMs = 1_000;

async function close({ server, connections }: Listener, closeSocketIO: () => Promise<void>): Promise<void> {
  const ended = server.listening || connections.size > 0 ? once(server, "close") : undefined;
  const cut = setTimeout(() => {
    for (const connection of connections) connection.destroy();
  }, goodbyeMs);
  await closeSocketIO();
  await ended;
  clearTimeout(cut);
}
