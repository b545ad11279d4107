import { connect } from "node:net";

/**
 * Resolves once a NATS server has greeted, on a connection that is made for this alone. The client leaves a connection open for ever to
 * a server that takes it and says nothing, as a frozen one does.
 */
export function greeted({ hostname, port }: { hostname: string; port: number }, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port, signal });
    socket.once("data", (bytes) => {
      if (bytes.toString("latin1", 0, 5) === "INFO ") resolve();
      else reject(new Error("What listens there is no NATS server."));
      socket.destroy();
    });
    socket.once("error", reject);
    socket.once("close", () => reject(new Error("The connection was closed.")));
  });
}
