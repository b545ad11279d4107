import { lookup } from "node:dns";
import { once } from "node:events";
import type { Server as HttpServer } from "node:http";
import { promisify } from "node:util";
import { currentRuntime } from "../lib/runtime.ts";
import { prepareUnixSocket } from "../lib/unix-socket.ts";
import type { Address, Cargo, Door, OpenEngine } from "./engine.ts";
import { closeAfterLastArrivals } from "./last-arrivals.ts";
import { Listener } from "./listener.ts";
import { closeAdapters, mount } from "./mounted.ts";
import type { NodeCargo } from "./ws/attach.ts";

/**
 * Carries Socket.IO on Node's own HTTP server: one of the program, or one that it makes.
 *
 * @param wsEngine what takes the place of the class `Server` of the package `ws`
 */
export function openOnNode(cargo: Cargo, wsEngine?: unknown): OpenEngine {
  const whole = { ...cargo, wsEngine };
  return cargo.on ? mount(whole, cargo.on) : carry(whole);
}

function carry(cargo: NodeCargo): OpenEngine {
  const { io } = cargo;
  const former = cargo.door?.listener instanceof Listener ? cargo.door.listener : undefined;
  const listener = former?.suits(cargo) ? former : new Listener(cargo.tls);
  const { server } = listener;
  const listeners = listener.prepare(cargo);
  const door: Door = { listener, shared: false, leave: () => server.close() };
  let closed: Promise<void> | undefined;
  const detach = async () => {
    // Handlers that did not load may have left listeners of their own.
    if (listener.isFor(listeners)) listener.hold();
    io.engine.close();
    await closeAdapters(io);
  };
  return {
    door,
    async listen(address) {
      if (!server.listening) await listenAfter(former, listener, { address, ...cargo });
      listener.owner = door;
      return boundAddress(server, address);
    },
    accept: () => listener.putOn(listeners, cargo),
    stopAccepting: () => (cargo.siblings ? server.close() : closeAfterLastArrivals(() => server.close())),
    close: () => {
      const { owner = door } = listener;
      closed ??= owner === door ? close(listener, () => io.close()) : detach();
      return closed;
    },
  };
}

interface Place extends Pick<Cargo, "siblings" | "door"> {
  readonly address: Address;
}

async function listenAfter(former: Listener | undefined, listener: Listener, place: Place): Promise<void> {
  if (former?.server.listening && currentRuntime() === "node") listener.takeOver(former);
  else await listen(listener.server, place);
}

async function listen(server: HttpServer, { address, siblings, door }: Place): Promise<void> {
  if ("unixSocket" in address) {
    if (!siblings && !door) await prepareUnixSocket(address.unixSocket);
    door?.leave();
    server.listen({ path: address.unixSocket });
  } else {
    // Bun does not tell a name that does not exist from an address that cannot be had.
    const found = await promisify(lookup)(address.host);
    door?.leave();
    // A name would be looked up again, while nobody listens.
    server.listen({ ...address, ...(door && { host: found.address }) });
  }
  await once(server, "listening");
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
