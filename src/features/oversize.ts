import type { IncomingMessage, ServerResponse } from "node:http";
import type { Feature } from "./feature.ts";

/** Engine.IO's connection, as far as its end concerns us. */
interface Connection {
  on(event: "close", listener: (reason: string, description: unknown) => void): void;
}

/** Says which limit a message was over, where Socket.IO only closes the connection. */
export const oversize: Feature = {
  wanted: () => true,

  install({ io, config, log }) {
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
    const closed = (_reason: string, description: unknown) => {
      const message = description instanceof Error ? description.message : "";
      if (message.includes("Max payload size exceeded")) say("websocket");
      // Not every engine tells of it by the status of its answer.
      if (message.includes("payload too large")) say("polling");
    };
    io.engine.on("connection", (connection: Connection) => connection.on("close", closed));
    io.engine.use((request: IncomingMessage, response: ServerResponse, next: () => void) => {
      if (request.method === "POST") response.once("finish", () => response.statusCode === 413 && say("polling"));
      next();
    });
    return {};
  },
};
