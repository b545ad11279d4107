import type { Server as HttpServer } from "node:http";
import type { Server } from "socket.io";
import type { OpenEngine } from "./engine.ts";
import { attach, type NodeCargo } from "./ws/attach.ts";

/** The events of an HTTP server that Socket.IO takes part in. */
const shared = ["request", "upgrade", "close"] as const;

/**
 * Puts Socket.IO on a server that somebody else made, listens with and closes. Its own request listeners go on answering what is not
 * Socket.IO's; where it has none, `routes` do, so that no request waits for ever. Closing takes all of it off again.
 */
export function mount(cargo: NodeCargo, server: HttpServer): OpenEngine {
  const { io, routes } = cargo;
  const before = shared.map((event) => [event, server.listeners(event)] as const);
  if (server.listenerCount("request") === 0) server.on("request", routes);
  attach(cargo, server);
  return {
    door: { listener: server, shared: false, leave() {} },
    listen: (address) => Promise.resolve(address),
    accept() {},
    stopAccepting() {},
    async close() {
      io.engine.close();
      for (const [event, listeners] of before) {
        const added = server.listeners(event).filter((listener) => !listeners.includes(listener));
        for (const listener of added) server.off(event, listener as () => void);
        const removed = listeners.filter((listener) => !server.listeners(event).includes(listener));
        for (const listener of removed) server.on(event, listener as () => void);
      }
      await closeAdapters(io);
    },
  };
}

/** What Socket.IO's own `close` would do besides closing the HTTP server. */
export async function closeAdapters(io: Server): Promise<void> {
  await Promise.all([...io._nsps.values()].map((nsp) => nsp.adapter.close()));
}
