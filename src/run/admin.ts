import { once } from "node:events";
import { chmod } from "node:fs/promises";
import { createServer, type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import { type ErrorCode, SioError } from "../errors.ts";
import { prepareUnixSocket } from "../lib/unix-socket.ts";

/** What a server answers to a request for a reload. */
export interface ReloadAnswer {
  /** Whether the new code is in force. */
  readonly ok: boolean;
  /** A sentence. */
  readonly message: string;
  readonly detail?: string | undefined;
  readonly hint?: string | undefined;
  /** The kind of mistake, where it is the user's. */
  readonly code?: ErrorCode | undefined;
}

/** An admin socket that listens. */
export interface Admin {
  close(): Promise<void>;
}

/**
 * Lets other processes of this user ask for a reload: `POST /reload` over a Unix socket.
 *
 * @param reload MUST NOT reject
 * @throws SioError `unavailable` if another server has the socket
 */
export async function openAdmin(path: string, reload: () => Promise<ReloadAnswer>): Promise<Admin> {
  const server = createServer((incoming, response) => {
    incoming.resume();
    if (incoming.method !== "POST" || incoming.url !== "/reload") {
      response.writeHead(404).end();
      return;
    }
    void reload().then((answer) => {
      response.writeHead(answer.ok ? 200 : 422, { "Content-Type": "application/json" }).end(JSON.stringify(answer));
    });
  });
  await prepareUnixSocket(path);
  server.listen({ path });
  await once(server, "listening").catch((cause: unknown) => {
    throw new SioError("unavailable", `Another server of this folder has the admin socket ${path}.`, {
      hint: "Leave --admin-socket out for one of them.",
      cause,
    });
  });
  await chmod(path, 0o600);
  return {
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/**
 * Asks the server at `path` to reload, and waits until it has.
 *
 * @throws SioError `unavailable` if none answers
 */
export async function askForReload(path: string): Promise<ReloadAnswer> {
  const asked = request({ socketPath: path, path: "/reload", method: "POST" });
  asked.end();
  try {
    const [response] = (await once(asked, "response")) as [IncomingMessage];
    return JSON.parse(await text(response)) as ReloadAnswer;
  } catch (cause) {
    throw new SioError("unavailable", "No server of this folder answers.", {
      hint: "Start it with --admin-socket, and run sio reload in the same folder; or send SIGHUP to its process.",
      cause,
    });
  }
}
