import type { EventEmitter } from "node:events";
import type { IncomingMessage } from "node:http";
import { proxiesOf } from "../lib/proxies.ts";
import type { Feature } from "./feature.ts";

/** The part of an Engine.IO connection that tells who it is. */
interface Connection {
  readonly request: IncomingMessage;
  remoteAddress: string | undefined;
}

/** Gives each client the address that the proxies of `trustProxy` have seen it come from: `request.address`, `socket.handshake.address`. */
export const proxiedAddress: Feature = {
  wanted: ({ trustProxy }) => typeof trustProxy === "number" || trustProxy.length > 0,

  install({ io, config }) {
    const proxies = proxiesOf(config.trustProxy);
    const engine: EventEmitter = io.engine;
    // Before Socket.IO hears of it, which reads the address of an old client at once.
    engine.prependListener("connection", (connection: Connection) => {
      connection.remoteAddress = proxies.addressOf(connection.request);
    });
    return {};
  },
};
