import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Socket } from "socket.io-client";
import * as z from "zod";
import { emit, type SocketIO } from "../../src/index.ts";
import { runCli, startCli } from "../_support/cli.ts";
import { connected, next, serve } from "../_support/server.ts";
import { lookAlike, type Project, writeProject } from "../doctor/project.ts";
import { root } from "./pages.ts";

type Register = (sio: SocketIO) => void;
type ClientOptions = Parameters<Awaited<ReturnType<typeof serve>>["client"]>[0];

const nothing: Register = () => {};
const foreign = { extraHeaders: { origin: "http://localhost:5173" } };
const big = "x".repeat(1_100_000);

/** Gets into the trouble that docs/troubleshooting.md has under a heading, and resolves with all that is said about it. */
export const troubles: Readonly<Record<string, () => Promise<string>>> = {
  "xhr poll error": () => refusal({ ...foreign, transports: ["polling"] }),
  "websocket error": () => refusal({ ...foreign, transports: ["websocket"] }),
  "A client of Socket.IO 1 or 2 was refused": () => handshake("EIO=3&transport=polling"),
  "Session ID unknown": () => handshake("EIO=4&transport=polling&sid=gone"),
  "Invalid namespace": () => refusal({ namespace: "/chat" }),
  "Connection refused": () => refusal({}, (sio) => sio.on("connect", () => false)),
  "Invalid auth": () => refusal({}, (sio) => sio.on("connect", z.object({ name: z.string() }), () => {})),
  "transport close": () => end((client) => client.emit("say", big)),
  "io server disconnect": () => end((client) => client.emit("go")),
  "The server could not handle this event.": () => answer((client) => client.emitWithAck("boom")),
  "operation has timed out": () => answer((client) => client.timeout(20).emitWithAck("nobody")),
  "emit only works while an event is being handled.": () => answer(async () => emit("x")),
  "Port 5000 on 127.0.0.1 is taken": takenPort,
  "The handlers register nothing.": async () => {
    await using project = await writeProject({ files: { "empty.ts": "" } });
    await using server = await startCli(["empty.ts", "--port", "0"], { cwd: project.path });
    await server.stop();
    return server.output();
  },
  "2 settings are wrong.": () => command({}, ["--port", "80a", "--log-level", "loud"]),
  "A conflict keeps the server from starting.": () => command(lookAlike, []),
  "Watching is for development": () => command({}, ["--watch", "--mode", "production"]),
};

/** What takes a browser, an old server or minutes to be told: where it is written. */
export const writtenIn: Readonly<Record<string, string>> = {
  "ping timeout": "node_modules/engine.io-client/build/cjs/socket.js",
  "It seems you are trying to reach a Socket.IO server in v2.x with a v3.x client":
    "node_modules/socket.io-client/build/cjs/socket.js",
  "The client reads too slowly": "src/engines/uws/slow-readers.ts",
};

/** The words of Chromium and Firefox. */
export const ofBrowsers: readonly string[] = ["blocked by CORS policy"];

/** What stands in a file of the project. */
export function read(file: string): string {
  return readFileSync(join(root, file), "utf8");
}

async function refusal(options: ClientOptions, register: Register = nothing): Promise<string> {
  await using server = await serve(register);
  const error = await connected(server.client(options)).then(String, String);
  return `${error}\n${logOf(server)}`;
}

async function handshake(query: string): Promise<string> {
  await using server = await serve(nothing);
  const response = await fetch(`${server.url}/socket.io/?${query}`);
  return `${await response.text()}\n${logOf(server)}`;
}

async function end(act: (client: Socket) => void): Promise<string> {
  await using server = await serve((sio) => sio.on("go", () => void sio.io.disconnectSockets()));
  const client = await connected(server.client({ transports: ["websocket"] }));
  const reason = next(client, "disconnect");
  act(client);
  return `${await reason}\n${logOf(server)}`;
}

async function answer(ask: (client: Socket) => Promise<unknown>): Promise<string> {
  await using server = await serve((sio) => {
    sio.on("boom", () => {
      throw new Error("boom");
    });
  });
  const client = await connected(server.client());
  return JSON.stringify(await ask(client).catch(String));
}

async function takenPort(): Promise<string> {
  await using server = await serve(nothing);
  const { port } = new URL(server.url);
  return (await command({}, ["--port", port])).replace(port, "5000");
}

async function command(about: Project, flags: readonly string[]): Promise<string> {
  await using project = await writeProject(about);
  const { stderr } = await runCli(["h.ts", ...flags], { cwd: project.path });
  return stderr;
}

function logOf({ log }: { readonly log: readonly { readonly message: string }[] }): string {
  return log.map(({ message }) => message).join("\n");
}
