import type { WebSocket } from "uWebSockets.js";
import { giveUp, type UserData } from "./attach.ts";

/**
 * What may wait for one client that reads slower than it is written to, at the end of a second. Whoever keeps more waiting is
 * disconnected.
 */
const mostWaitingBytes = 64 * 1024 * 1024;

/** Looks after clients that read too slowly: they are disconnected with a reason. Gives back how to stop. */
export function endSlowReaders(open: ReadonlySet<WebSocket<UserData>>): () => void {
  const timer = setInterval(() => {
    for (const socket of [...open].filter((one) => one.getBufferedAmount() > mostWaitingBytes)) {
      giveUp(socket.getUserData().transport, tooSlow);
      socket.close();
    }
  }, 1_000);
  timer.unref();
  return () => clearInterval(timer);
}

/** What Engine.IO tells of it, and what the log knows it by. */
const tooSlow = `The client reads too slowly: more than ${mostWaitingBytes / 1024 / 1024} MiB wait for it`;
