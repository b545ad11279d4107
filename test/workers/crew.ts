import { Agent } from "node:http";
import { io, type ManagerOptions, type Socket } from "socket.io-client";
import { onTestFinished } from "vitest";
import { type CliServer, startCli } from "../_support/cli.ts";
import { temporaryFolder } from "../_support/folder.ts";
import { connected } from "../_support/server.ts";

/** Handlers that tell which process answers, and reach what another one has. */
export const handlers = `
import { app, joinRoom, on } from "sio-serve";
on("pid", () => process.pid);
on("shout", (...said) => app.emit("shouted", ...said));
on("join", (room) => joinRoom(room));
on("tell", (room, said) => app.to(room).emit("told", said));
on("count", async () => (await app.io.fetchSockets()).length);
on("ask", () => app.io.timeout(5_000).emitWithAck("asked"));
on("servers", () => app.io.serverSideEmitWithAck("who"));
on("wait", (ms) => new Promise((done) => setTimeout(() => done("waited"), ms)));
on("throw", () => { setTimeout(() => { throw new Error("out of the blue"); }); });
export default (io) => { io.on("who", (answer) => answer(process.pid)); };
`;

/** A running server with workers, in a folder of its own. */
export interface RunningCrew extends CliServer {
  readonly folder: string;
  /** A connected client; it does not come back by itself unless asked to. */
  client(options?: Partial<ManagerOptions>): Promise<Socket>;
}

/** What a crew is started with besides its flags. */
export interface CrewOptions {
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** The first words of the command line. This Node unless given. */
  readonly runtime?: readonly string[];
}

/** Starts `sio-serve h.js` with these flags; everything is gone when the test is over. */
export async function startCrew(
  flags: readonly string[],
  { files = {}, env = {}, runtime }: CrewOptions = {},
): Promise<RunningCrew> {
  const folder = await temporaryFolder({ "h.js": handlers, "package.json": '{"type":"module"}', ...files });
  const address = flags.includes("--port") ? [] : ["--port", "0"];
  const server = await startCli(["h.js", ...address, ...flags], {
    cwd: folder.path,
    env: { XDG_RUNTIME_DIR: folder.path, TMPDIR: folder.path, ...env },
    ...(runtime && { runtime }),
  }).catch(async (error: unknown) => {
    await folder[Symbol.asyncDispose]();
    throw error;
  });
  const clients: Socket[] = [];
  onTestFinished(async () => {
    for (const client of clients) client.disconnect();
    await server[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
  });
  return {
    ...server,
    folder: folder.path,
    client(options = {}) {
      const client = io(server.url, { forceNew: true, reconnection: false, ...options });
      clients.push(client);
      return connected(client);
    },
  };
}

/** So many clients, with the processes that they are connected to. */
export async function clientsOf(
  crew: RunningCrew,
  count: number,
  options: Partial<ManagerOptions> = {},
): Promise<readonly { readonly client: Socket; readonly pid: number }[]> {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const client = await crew.client(options);
      return { client, pid: (await client.emitWithAck("pid")) as number };
    }),
  );
}

/** Keeps connections open between requests, as browsers do, so that one carries the requests of many sessions. */
export function sharedConnections(): Partial<ManagerOptions> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  onTestFinished(() => agent.destroy());
  return { agent } as unknown as Partial<ManagerOptions>;
}

/** Whether a process exists. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
