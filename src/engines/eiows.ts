import { SioError } from "../errors.ts";
import { importOptional } from "../lib/optional-package.ts";
import type { Engine } from "./engine.ts";
import { openOnNode } from "./node-http.ts";

const needs = { name: "eiows", install: "npm install eiows" };

/** Node's own HTTP server, with the WebSockets of the native package `eiows`, which was made for Socket.IO. */
export const eiows: Engine = {
  about: "Node's own HTTP server and the native package eiows for WebSockets",
  runtimes: ["node"],
  transports: ["polling", "websocket"],
  // It has taken over the socket below Node, which then compresses nothing.
  cannot: ["perMessageDeflate"],
  workersIn: { runtimes: ["node"] },
  mounts: true,
  needs,

  async load(root) {
    const { Server } = (await importOptional(needs, { by: "The engine eiows", root })) as { readonly Server?: unknown };
    if (typeof Server !== "function")
      throw new SioError("config", "The engine eiows cannot be used: the package exports no Server.", {
        hint: needs.install,
      });
    // It writes below Node's sockets, where there is nothing to join.
    return (cargo) => openOnNode({ ...cargo, joinWrites: false }, Server);
  },
};
