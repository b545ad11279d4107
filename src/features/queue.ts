import type { Feature } from "./feature.ts";

/** Joins the message queue of Flask-SocketIO, so that Python processes and this server reach each other's clients. */
export const queue: Feature = {
  wanted: ({ queue }) => queue !== undefined,

  async install(installation) {
    // Loaded here because starting without it must stay fast.
    const { joinQueue } = await import("./queue/join.ts");
    return joinQueue(installation);
  },
};
