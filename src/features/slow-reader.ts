import { onEnd } from "./ends.ts";
import type { Feature } from "./feature.ts";

/** Says that a client was disconnected because it did not read what was sent to it, where Socket.IO only closes the connection. */
export const slowReader: Feature = {
  wanted: () => true,

  install({ io, log }) {
    onEnd(io, (_connection, _reason, description) => {
      if (!(description instanceof Error && description.message.includes("reads too slowly"))) return;
      log.warn(`A client was disconnected. ${description.message}.`);
    });
    return {};
  },
};
