import { SioError } from "../errors.ts";
import { importOptional } from "../lib/optional-package.ts";
import type { Engine } from "./engine.ts";
import type { Library } from "./uws/library.ts";

const needs = { name: "uWebSockets.js", install: "npm install uNetworking/uWebSockets.js#v20.52.0" };

/** The native server uWebSockets.js, by way of Socket.IO's own support for it. */
export const uws: Engine = {
  about: "the native server uWebSockets.js, for HTTP and WebSockets alike",
  runtimes: ["node"],
  transports: ["polling", "websocket"],
  // Each worker listens by itself, and the system decides which one a connection comes to.
  cannot: ["tlsCa", "perMessageDeflate", "workersPolling", "workersUnixSocket"],
  // Where the system spreads connections over all who share a port: https://lwn.net/Articles/542629/
  workersIn: { runtimes: ["node"], systems: ["linux"] },
  mounts: false,
  needs,

  async load(root) {
    const [library, { carry }] = await Promise.all([
      importOptional(needs, { by: "The engine uws", root }),
      import("./uws/carry.ts"),
    ]);
    const { SSLApp } = library as Partial<Library>;
    // Some builds put a server of plain JavaScript in the place of the native one that does not load.
    if (typeof SSLApp !== "function")
      throw new SioError(
        "config",
        "The engine uws cannot be used: its package has no native build for this Node.js and system.",
        {
          hint: `Install a release that has one, ${needs.install}, or leave the choice to --engine auto.`,
        },
      );
    return (cargo) => carry(cargo, library as Library);
  },
};
