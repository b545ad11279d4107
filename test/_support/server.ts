import { io, type ManagerOptions, type Socket, type SocketOptions } from "socket.io-client";
import { SocketIO, type SocketIOOptions } from "../../src/index.ts";
import type { LogFields } from "../../src/lib/log.ts";

/** A line that the server logged. */
export interface Logged {
  readonly level: string;
  readonly message: string;
  readonly fields: LogFields | undefined;
}

/** A server in this process, with real clients. */
export interface TestServer {
  readonly sio: SocketIO;
  readonly url: string;
  readonly log: readonly Logged[];
  /** A client that connects at once and does not reconnect; it is closed with the server. */
  client(options?: Partial<ManagerOptions & SocketOptions> & { readonly namespace?: string }): Socket;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Serves what `register` registers, on a free port. */
export async function serve(register: (sio: SocketIO) => void, options: SocketIOOptions = {}): Promise<TestServer> {
  const log: Logged[] = [];
  const at = (level: string) => (message: string, fields?: LogFields) => {
    log.push({ level, message, fields });
  };
  const sio = new SocketIO({
    port: 0,
    log: { trace: at("trace"), debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") },
    ...options,
  });
  register(sio);
  await sio.run();
  const { address } = sio;
  if (!address || "unixSocket" in address) throw new Error("The server listens on no port.");
  const url = `http://127.0.0.1:${address.port}`;
  const clients: Socket[] = [];
  return {
    sio,
    url,
    log,
    client({ namespace = "/", ...rest } = {}) {
      const client = io(url + namespace, { reconnection: false, forceNew: true, ...rest });
      clients.push(client);
      return client;
    },
    async [Symbol.asyncDispose]() {
      for (const client of clients) client.disconnect();
      await sio.stop();
    },
  };
}

/** Resolves with the arguments of the next `event`. */
export function next(client: Socket, event: string): Promise<unknown[]> {
  return new Promise((resolve) => client.once(event, (...args: unknown[]) => resolve(args)));
}

/** Resolves once the client is connected; rejects with the server's refusal. */
export function connected(client: Socket): Promise<Socket> {
  return new Promise((resolve, reject) => {
    if (client.connected) return resolve(client);
    client.once("connect", () => resolve(client));
    client.once("connect_error", reject);
  });
}
