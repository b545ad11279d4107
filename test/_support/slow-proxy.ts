import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/**
 * Passes connections on to a port of this machine, every byte so late in each direction; it ends with the test. Resolves with its own port.
 *
 * @param delayMs in milliseconds
 */
export async function slowProxy(port: number, delayMs: number): Promise<number> {
  const sockets = new Set<Socket>();
  const pass = (from: Socket, to: Socket) => {
    sockets.add(from);
    from.on("data", (chunk) => void setTimeout(() => to.write(chunk), delayMs));
    from.on("error", () => {});
    from.on("close", () => void setTimeout(() => to.destroy(), delayMs));
  };
  const server = createServer((near) => {
    const far = connect(port, "127.0.0.1");
    pass(near, far);
    pass(far, near);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The proxy listens on no port.");
  return address.port;
}
