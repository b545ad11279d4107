import { createServer as createHttp } from "node:http";
import { createServer as createHttps } from "node:https";
import type { AddressInfo } from "node:net";
import { Server, type ServerOptions } from "socket.io";
import { onTestFinished } from "vitest";

/** A bare Socket.IO server. */
export interface BareServer {
  readonly io: Server;
  readonly port: number;
  readonly url: string;
  /** How many events of the name "echo" have arrived. */
  readonly echoed: () => number;
}

/** How it is served. */
export interface BareOptions extends Partial<ServerOptions> {
  readonly tls?: { readonly key: string; readonly cert: string };
}

/** Serves Socket.IO on a free port, with an event "echo" that acknowledges with what it got; it is closed when the test is over. */
export async function serveBare({ tls, ...options }: BareOptions = {}): Promise<BareServer> {
  const http = tls ? createHttps(tls) : createHttp();
  const io = new Server(http, options);
  let echoed = 0;
  io.on("connection", (socket) => {
    socket.on("echo", (value, acknowledge?: (value: unknown) => void) => {
      echoed += 1;
      acknowledge?.(value);
    });
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => io.close());
  const { port } = http.address() as AddressInfo;
  return { io, port, url: `${tls ? "https" : "http"}://127.0.0.1:${port}`, echoed: () => echoed };
}
