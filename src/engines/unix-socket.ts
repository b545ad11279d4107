import { once } from "node:events";
import { lstat, unlink } from "node:fs/promises";
import { connect } from "node:net";
import { SioError } from "../errors.ts";

/**
 * Makes room for a server at `path`: removes the socket file that a server leaves behind when it is killed. The socket of a server that
 * still listens stays, and so does any other file.
 *
 * @throws SioError `unavailable` if there is a file at `path` that is no socket
 */
export async function removeDeadSocket(path: string): Promise<void> {
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
