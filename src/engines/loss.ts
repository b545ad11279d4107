import type { Socket } from "node:net";
import { currentRuntime } from "../lib/runtime.ts";

/**
 * A connection that is lost while middlewares look at its request to upgrade has nobody else who listens for its error, and that would be
 * the end of the process. Other runtimes than Node besides forget whose it was once a request is answered.
 */
export function surviveLoss(connection: Socket): void {
  connection.on("error", ignore);
  if (currentRuntime() === "node") return;
  Object.defineProperty(connection, "remoteAddress", { value: connection.remoteAddress, configurable: true });
}

/** Somebody else listens for its errors from now on. */
export function leaveLoss(connection: Socket): void {
  connection.off("error", ignore);
}

function ignore(): void {}
