import type { IncomingMessage, ServerResponse } from "node:http";
import { onEnd } from "./ends.ts";
import type { Feature } from "./feature.ts";

/** Says which limit a message was over, where Socket.IO only closes the connection. */
export const oversize: Feature = {
  wanted: () => true,

  install({ io, engine, config, log }) {
    const limit = config.maxHttpBufferSize;
    const say = (transport: string) => {
      log.warn(
        `A client sent a message over ${limit} bytes and was disconnected. To allow more: --max-http-buffer-size`,
        {
          limit,
          transport,
        },
      );
    };
    onEnd(io, (_connection, _reason, description) => {
      const message = description instanceof Error ? description.message : "";
      if (message.includes("Max payload size exceeded")) say("websocket");
      if (message.includes("payload too large")) say("polling");
    });
    // Not every engine says so at the end of a connection. Where it does, a middleware would cost each client a response for itself.
    if (engine.endsOversized) return {};
    io.engine.use((request: IncomingMessage, response: ServerResponse, next: () => void) => {
      if (request.method === "POST") response.once("finish", () => response.statusCode === 413 && say("polling"));
      next();
    });
    return {};
  },
};
