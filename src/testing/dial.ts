import { Agent } from "node:http";
import type { Duplex } from "node:stream";
import type { Manager, ManagerOptions, Socket } from "socket.io-client";

/** What a browser would call itself a page of; the server's own origin, as no address is behind it. */
export const origin = "http://localhost";

/** An agent whose requests all go to one server in this process. */
export function agentFor(server: { connect(): Duplex }): Agent {
  return Object.assign(new Agent(), { createConnection: () => server.connect() });
}

/** How to connect, besides what the server says. */
export interface ConnectOptions {
  /** The namespace to connect to; `"/"` if left out. */
  readonly namespace?: string;
  /** What the `connect` handler gets. */
  readonly auth?: Readonly<Record<string, unknown>>;
  /** The query of the handshake's URL. */
  readonly query?: Readonly<Record<string, string>>;
  /** Headers of the handshake, such as `{ origin: "https://example.com" }`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** By name, as they stand in a Cookie header; or what `getSetCookie()` of a response's headers gives. */
  readonly cookies?: Readonly<Record<string, string>> | readonly string[];
  /** Default: `"websocket"` if the server offers it. */
  readonly transport?: "websocket" | "polling";
}

/** The handshake's headers, cookies included. */
export function headersOf({ headers, cookies = {} }: ConnectOptions): Record<string, string> {
  const pairs = isList(cookies)
    ? cookies.map((cookie) => cookie.split(";", 1)[0])
    : Object.entries(cookies).map(([name, value]) => `${name}=${value}`);
  return { ...headers, ...(pairs.length > 0 && { cookie: pairs.join("; ") }) };
}

function isList(cookies: NonNullable<ConnectOptions["cookies"]>): cookies is readonly string[] {
  return Array.isArray(cookies);
}

/** Makes a Socket.IO client; it connects to nothing yet and never by itself. */
export async function createManager(agent: Agent, options: Partial<ManagerOptions>): Promise<Manager> {
  // Loaded here because a test may well connect nobody.
  const client = await import("socket.io-client");
  // Engine.IO's types say that an agent is a text; it hands it on to Node, which wants an Agent.
  const through = agent as unknown as string;
  return new client.Manager(origin, { ...options, agent: through, autoConnect: false, reconnection: false });
}

/** Connects a socket to its namespace. Rejects with the error that the client was refused with. */
export function enter(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (then: () => void) => () => {
      socket.off("connect", entered);
      socket.off("connect_error", refused);
      then();
    };
    const entered = settle(resolve);
    const refused = (error: Error) => settle(() => reject(error))();
    socket.on("connect", entered);
    socket.on("connect_error", refused);
    socket.connect();
  });
}
