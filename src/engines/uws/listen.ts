import { lookup } from "node:dns/promises";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { createServer } from "node:net";
import { prepareUnixSocket } from "../../lib/unix-socket.ts";
import type { Address } from "../engine.ts";
import type { Library, NativeApp, Token } from "./library.ts";

/** An app that listens. */
export interface Listening {
  /** Where it really does. */
  readonly address: Address;
  /** Accepts no new connection. Safe to call twice. */
  close(): void;
}

/** Makes an app listen, alone on its address. Rejects with the system's own error if it cannot. */
export async function listen(app: NativeApp, library: Library, address: Address): Promise<Listening> {
  const token = "unixSocket" in address ? await onPath(app, address) : await onPort(app, address);
  if (token === false) throw new Error("uWebSockets.js could not listen, and does not say why.");
  let listens = true;
  return {
    address: "unixSocket" in address ? address : { ...address, port: library.us_socket_local_port(token) },
    close() {
      if (listens) library.us_listen_socket_close(token);
      if (listens && "unixSocket" in address) rmSync(address.unixSocket, { force: true });
      listens = false;
    },
  };
}

async function onPort(app: NativeApp, { host, port }: Extract<Address, { port: number }>): Promise<Token | false> {
  // The library says nothing of a name that it cannot find.
  const { address: ip } = await lookup(host);
  const free = await tryOut({ host: ip, port });
  return new Promise((done) => app.listen(ip, free, done));
}

async function onPath(
  app: NativeApp,
  { unixSocket }: Extract<Address, { unixSocket: string }>,
): Promise<Token | false> {
  await prepareUnixSocket(unixSocket);
  await tryOut({ path: unixSocket });
  return new Promise((done) => app.listen_unix(done, unixSocket));
}

/**
 * Listens for a moment as Node does, which can say why it cannot. The library does not; it would share the port of a server that listens
 * there already, or take the place of its socket; and where it chooses a port, the next server has to wait for it. Resolves with the port.
 */
async function tryOut(address: { host: string; port: number } | { path: string }): Promise<number> {
  const server = createServer().listen(address);
  await once(server, "listening");
  const bound = server.address();
  server.close();
  await once(server, "close");
  return bound !== null && typeof bound === "object" ? bound.port : 0;
}
