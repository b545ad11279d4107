import { lookup } from "node:dns";
import { once } from "node:events";
import type { Server as HttpServer } from "node:http";
import { promisify } from "node:util";
import { prepareUnixSocket } from "../lib/unix-socket.ts";
import type { Address, Cargo, OpenEngine } from "./engine.ts";
import type { NodeCargo } from "./joined-writes.ts";
import { closeAfterLastArrivals } from "./last-arrivals.ts";
import { Listener } from "./listener.ts";
import { closeAdapters, mount } from "./mounted.ts";

/**
 * Carries Socket.IO on Node's own HTTP server: one of the program, or one that it makes.
 *
 * @param wsEngine what takes the place of the class `Server` of the package `ws`
 */
export function openOnNode(cargo: Cargo, wsEngine?: unknown): OpenEngine {
  const whole = { ...cargo, wsEngine };
  return cargo.on ? mount(whole, cargo.on) : carry(whole, new Listener(cargo.tls));
}

function carry(cargo: NodeCargo, listener: Listener): OpenEngine {
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
    listen: (address) =>
      server.listening ? Promise.resolve(boundAddress(server, address)) : listen(server, address, cargo),
    accept() {
      accepted = true;
      listener.putOn(listeners, cargo);
    },
    stopAccepting: () => (cargo.shared ? server.close() : closeAfterLastArrivals(() => server.close())),
    close: () => {
      closed ??= inherited && !accepted ? giveUp() : close(listener, () => io.close());
      return closed;
    },
    successor: (next) => (listener.suits(next) ? carry({ ...next, wsEngine: cargo.wsEngine }, listener) : undefined),
    async release() {
      listener.hold();
      await detach();
    },
  };
}

async function listen(server: HttpServer, address: Address, { shared }: Pick<Cargo, "shared">): Promise<Address> {
  // Bun does not tell a name that does not exist from an address that cannot be had.
  if (!("unixSocket" in address)) await promisify(lookup)(address.host);
  else if (!shared) await prepareUnixSocket(address.unixSocket);
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
