import type { Socket } from "socket.io-client";

/** Why a socket is not in its namespace. */
export interface Unjoined {
  readonly error: Error;
  /** Who says so: the server in words of its own, or the client, whose words say little. */
  readonly by: "server" | "client";
}

/** Connects a socket that has just been made. Resolves once it is in its namespace, or else with the reason, having given up. */
export function joined(socket: Socket, timeoutMs: number): Promise<Unjoined | undefined> {
  const { io: manager } = socket;
  return new Promise((resolve) => {
    const settle = (unjoined?: Unjoined) => {
      clearTimeout(timer);
      manager.off("close", closed);
      manager.off("error", failed);
      socket.off("connect", settled);
      socket.off("connect_error", refused);
      if (unjoined) socket.disconnect();
      resolve(unjoined);
    };
    const failed = (error: Error) => settle({ error, by: "client" });
    // A socket that has not joined is not told that the connection has ended. With "forced close" the client itself ends it, and says why next.
    const closed = (reason: string) => reason === "forced close" || failed(new Error(reason));
    const settled = () => settle();
    const refused = (error: Error) => settle({ error, by: oldServer.test(error.message) ? "client" : "server" });
    const timer = setTimeout(() => failed(new Error("timeout")), timeoutMs);
    // The socket hears of what the manager says too, but later.
    manager.on("error", failed);
    manager.on("close", closed);
    socket.on("connect", settled);
    socket.on("connect_error", refused);
    socket.connect();
  });
}

/** What the client finds out by itself once it has been let in. */
const oldServer = /^It seems you are trying to reach a Socket\.IO server in v2/;
