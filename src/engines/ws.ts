import type { Engine } from "./engine.ts";
import { openOnNode } from "./node-http.ts";

/** Node's own HTTP server and the `ws` package: always there, and what Socket.IO uses by itself. */
export const ws: Engine = {
  about: "Node's own HTTP server and the package ws, which Socket.IO uses by itself",
  runtimes: ["node", "bun", "deno"],
  transports: ["polling", "websocket"],
  cannot: [],
  workersIn: { runtimes: ["node"] },
  mounts: true,
  load: async () => (cargo) => openOnNode(cargo),
};
