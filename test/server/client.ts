import { io, type ManagerOptions, type Socket, type SocketOptions } from "socket.io-client";
import { onTestFinished } from "vitest";

/** A client that connects at once, does not reconnect unless told to, and is closed when the test is over. */
export function openClient(url: string, options: Partial<ManagerOptions & SocketOptions> = {}): Socket {
  const client = io(url, { reconnection: false, forceNew: true, ...options });
  onTestFinished(() => void client.disconnect());
  return client;
}

/** The name of the transport that a connected client uses now. */
export function transportOf(client: Socket): string | undefined {
  return client.io.engine?.transport.name;
}
