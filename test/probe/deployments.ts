import { once } from "node:events";
import { createServer as createHttpServer, type Server as HttpServer, type RequestListener } from "node:http";
import { createServer as createHttpsServer, type ServerOptions as TlsOptions } from "node:https";
import { type AddressInfo, connect, createServer, type Socket, type Server as TcpServer } from "node:net";
import { Server, type ServerOptions } from "socket.io";

/** Something that listens on a port of this machine. */
export interface Deployment {
  readonly port: number;
  readonly url: string;
  [Symbol.asyncDispose](): Promise<void>;
}

/** A bare Socket.IO server, whose HTTP server others may listen to as well. */
export interface Bare extends Deployment {
  readonly io: Server;
  readonly http: HttpServer;
}

/** What is not Socket.IO's to know. */
export interface BareOptions {
  readonly tls?: TlsOptions;
  /** Answers what is not Socket.IO's. */
  readonly otherwise?: RequestListener;
  /** The address to listen on. */
  readonly host?: string;
}

/** Socket.IO as its README starts it, with a heartbeat that a test can wait for; `tls` encrypts it. */
export async function serveBare(options: Partial<ServerOptions> & BareOptions = {}): Promise<Bare> {
  const { tls, otherwise = notFound, host, ...rest } = options;
  const http = tls ? createHttpsServer(tls, otherwise) : createHttpServer(otherwise);
  const io = new Server(http, { pingInterval: 300, ...rest });
  const deployment = await listen(http, tls ? "https" : "http", host);
  return {
    ...deployment,
    io,
    http,
    async [Symbol.asyncDispose]() {
      io.disconnectSockets(true);
      await Promise.all([io.close(), deployment[Symbol.asyncDispose]()]);
    },
  };
}

/** An HTTP server that is not Socket.IO. */
export function serveHttp(listener: RequestListener, tls?: TlsOptions): Promise<Deployment> {
  return listen(tls ? createHttpsServer(tls, listener) : createHttpServer(listener), tls ? "https" : "http");
}

/** A server that does as it likes with each connection. */
export function serveTcp(listener: (connection: Socket) => void): Promise<Deployment> {
  return listen(createServer(listener), "http");
}

/** Sends each connection to the next of the ports, as a balancer does that knows nothing of sessions. */
export function balance(ports: readonly number[]): Promise<Deployment> {
  let turn = 0;
  return serveTcp((connection) => {
    const server = connect(ports[turn++ % ports.length] ?? 0, "127.0.0.1");
    server.on("error", () => connection.destroy()).on("close", () => connection.destroy());
    connection.on("close", () => server.destroy());
    connection.pipe(server).pipe(connection);
  });
}

/** A port on which nothing listens. */
export async function freePort(): Promise<number> {
  await using server = await serveTcp(() => {});
  return server.port;
}

const notFound: RequestListener = (_request, response) => {
  response.writeHead(404).end();
};

async function listen(server: TcpServer, scheme: string, host = "127.0.0.1"): Promise<Deployment> {
  const connections = new Set<Socket>();
  server.on("connection", (connection: Socket) => {
    connections.add(connection);
    connection.on("error", () => {}).once("close", () => connections.delete(connection));
  });
  server.listen(0, host);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `${scheme}://${host}:${port}`,
    async [Symbol.asyncDispose]() {
      for (const connection of connections) connection.destroy();
      if (server.listening) await new Promise((resolve) => server.close(resolve));
    },
  };
}
