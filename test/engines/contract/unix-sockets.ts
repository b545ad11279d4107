import { stat } from "node:fs/promises";
import { request } from "node:http";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../_support/folder.ts";
import { openWebSocket } from "../../server/raw.ts";
import { runToEnd, type Subject, start } from "./subject.ts";

const flags = ["--unix-socket", "s.sock"];

/** Servers without a port. */
export function unixSockets(subject: Subject): void {
  test("a Unix socket carries every transport, and is gone when the server has stopped", async () => {
    await using folder = await temporaryFolder();
    const server = await start(subject, { flags, cwd: folder.path });
    expect(await statusAt(server.url)).toBe(200);
    const webSocket = await openWebSocket({ socketPath: server.url, path: "/socket.io/?EIO=4&transport=websocket" });
    expect(await server.stop()).toBe(0);
    await webSocket.closed;
    await expect(stat(server.url)).rejects.toThrow("ENOENT");
  });

  test("what a dead server left is replaced, and a living one is left alone", async () => {
    await using folder = await temporaryFolder();
    const killed = await start(subject, { flags, cwd: folder.path });
    await killed.stop("SIGKILL");
    const server = await start(subject, { flags, cwd: folder.path });
    const second = await runToEnd(subject, { flags, cwd: folder.path });
    expect([second.status, second.stderr]).toEqual([69, expect.stringContaining("another server listens there")]);
    expect(await statusAt(server.url)).toBe(200);
  });
}

/** The status of a handshake by polling. */
function statusAt(socketPath: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request({ socketPath, path: "/socket.io/?EIO=4&transport=polling" }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on("error", reject)
      .end();
  });
}
