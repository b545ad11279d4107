import type { Server, Socket as ServerSocket } from "socket.io";
import { type PlainSetup, Registry } from "../../../src/app/registry.ts";
import { serve, type TestServer } from "../../_support/server.ts";

/** A server of plain Socket.IO code that can be swapped. */
export interface PlainServer extends TestServer {
  /** Puts these default exports in force instead of those before; an object names the namespaces that they are handed. */
  swap(...setups: readonly Setup[]): Promise<void>;
}

type Setup = ((io: Server) => unknown) | { readonly [namespace: string]: (nsp: Server) => unknown };

/** Serves these default exports, on a free port. */
export async function servePlain(...setups: readonly Setup[]): Promise<PlainServer> {
  const server = await serve(() => {});
  const swap = async (...next: readonly Setup[]) => {
    const registry = new Registry();
    for (const one of next) {
      const named = typeof one === "function" ? { "/": one } : one;
      for (const [namespace, setup] of Object.entries(named)) registry.addPlain(setup as PlainSetup, namespace);
    }
    await server.sio.swap(registry);
  };
  await swap(...setups);
  return { ...server, swap };
}

/** Plain code that runs `callback` for each client of the main namespace. */
export function onConnection(callback: (socket: ServerSocket, io: Server) => unknown): (io: Server) => void {
  return (io) => {
    io.on("connection", (socket) => callback(socket, io) as undefined);
  };
}

/** Plain code that answers `"version"` with a name. */
export function answering(version: string): (io: Server) => void {
  return onConnection((socket) => {
    socket.on("version", (ack: (version: string) => void) => ack(version));
  });
}

/** A promise that is settled from outside. */
export function deferred<T = void>(): {
  promise: Promise<T>;
  resolve: (value: T) => void;
  reject: (error: Error) => void;
} {
  let resolve: (value: T) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
