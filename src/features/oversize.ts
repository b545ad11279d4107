import type { Feature } from "./feature.ts";

/** Engine.IO's connection, as far as its end concerns us. */
interface Connection {
  readonly id: string;
  readonly transport: { readonly name: string };
}

/** Says which limit a message was over, where Socket.IO only closes the connection. */
export const oversize: Feature = {
  wanted: () => true,

  install({ io, config, log }) {
    const say = (connection: Connection) => {
      log.warn(
        `A client sent a message over ${config.maxHttpBufferSize} bytes and was disconnected. To allow more: --max-http-buffer-size`,
        { limit: config.maxHttpBufferSize, transport: connection.transport.name },
      );
    };
    function closed(this: Connection, _reason: string, description: unknown): void {
      if (isOversize(description)) say(this);
    }
    io.engine.on("connection", (connection: Connection & { on(event: "close", listener: typeof closed): void }) => {
      connection.on("close", closed);
    });
    return {};
  },
};

/** `ws` says so in an error, polling in the status that it answered with. */
function isOversize(description: unknown): boolean {
  const { description: inner, message, code } = (description ?? {}) as Record<string, unknown>;
  if (code === "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH" || message === "Max payload size exceeded") return true;
  return inner !== undefined && isOversize(inner);
}
