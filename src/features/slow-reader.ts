import type { Feature } from "./feature.ts";

/** Engine.IO's connection, as far as its end concerns us. */
interface Connection {
  on(event: "close", listener: (reason: string, description: unknown) => void): void;
}

/** Says that a client was disconnected because it did not read what was sent to it, where Socket.IO only closes the connection. */
export const slowReader: Feature = {
  wanted: () => true,

  install({ io, log }) {
    // One function for all of them, so that a client costs next to nothing.
    const closed = (_reason: string, description: unknown) => {
      if (!(description instanceof Error && description.message.includes("reads too slowly"))) return;
      log.warn(`A client was disconnected. ${description.message}.`);
    };
    io.engine.on("connection", (connection: Connection) => connection.on("close", closed));
    return {};
  },
};
