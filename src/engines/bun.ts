import { importOptional } from "../lib/optional-package.ts";
import type { EngineServerClass } from "./bun/package.ts";
import type { Engine } from "./engine.ts";

const needs = { name: "@socket.io/bun-engine", install: "bun add @socket.io/bun-engine" };

/** Bun's own server for HTTP and WebSockets, by way of Socket.IO's own support for it. */
export const bun: Engine = {
  about: "Bun's own server, for HTTP and WebSockets alike",
  runtimes: ["bun"],
  transports: ["polling", "websocket"],
  // An answer to a WebSocket's handshake is sent before the session has its id; and each worker listens by itself, as with uws.
  cannot: ["oldClients", "httpCompression", "cookie", "workersPolling", "workersUnixSocket"],
  workersIn: { runtimes: ["bun"], systems: ["linux"] },
  mounts: false,
  needs,

  async load(root) {
    const [library, { carry }] = await Promise.all([
      importOptional(needs, { by: "The engine bun", root }),
      import("./bun/carry.ts"),
    ]);
    const { Server } = library as { readonly Server: EngineServerClass };
    return (cargo) => carry(cargo, Server);
  },
};
