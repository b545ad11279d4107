import { once } from "node:events";
import { lstat, unlink } from "node:fs/promises";
import { connect } from "node:net";
import { platform } from "node:os";
import { SioError } from "../errors.ts";

/** What a system's `sockaddr_un` has room for. Node cuts longer paths off without a word. */
const longestPathBytes: Partial<Record<NodeJS.Platform, number>> = { linux: 107, darwin: 103, freebsd: 103 };

/**
 * Makes room for a server at `path`: removes the socket file that a server leaves behind when it is killed. The socket of a server that
 * still listens stays, and so does any other file.
 *
 * @throws SioError `unavailable` if there is a file at `path` that is no socket, or if the path is longer than the system takes
 */
export async function prepareUnixSocket(path: string): Promise<void> {
  const longestBytes = longestPathBytes[platform()] ?? Number.POSITIVE_INFINITY;
  if (Buffer.byteLength(path) > longestBytes) {
    throw new SioError("unavailable", `The path ${path} is too long for a Unix socket.`, {
      hint: `This system allows ${longestBytes} bytes: choose a folder nearer to the root.`,
    });
  }
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined) return;
  if (!found.isSocket()) {
    throw new SioError("unavailable", `No server can listen on ${path}: there is a ${kindOf(found)} already.`, {
      hint: "Choose another path: --unix-socket ./sio.sock",
    });
  }
  if (await isDead(path)) await unlink(path);
}

function kindOf(found: { isDirectory(): boolean }): string {
  return found.isDirectory() ? "folder" : "file";
}

/** Only a refused connection proves that nobody listens; a server that is busy or of another user answers otherwise. */
async function isDead(path: string): Promise<boolean> {
  const connection = connect(path);
  try {
    await once(connection, "connect");
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ECONNREFUSED";
  } finally {
    connection.destroy();
  }
}
