import { fileURLToPath } from "node:url";
import { io, type ManagerOptions, type Socket, type SocketOptions } from "socket.io-client";
import { onTestFinished } from "vitest";
import type { Engine } from "../../../src/engines/engine.ts";
import { type EngineName, engines } from "../../../src/engines/index.ts";
import { type CliOptions, type CliResult, type CliServer, runCli, startCli } from "../../_support/cli.ts";

/** What is held to the contract: an engine, and what the server runs in. */
export interface Subject {
  readonly engine: EngineName;
  /** The first words of the command line. This Node unless given. @example ["/usr/bin/bun", "--bun"] */
  readonly runtime?: readonly string[];
}

/** What a server is started with besides its engine. */
export interface Under extends Omit<CliOptions, "runtime"> {
  readonly flags?: readonly string[];
  /** The handlers; those of the contract unless given. */
  readonly handlers?: string;
}

const handlers = fileURLToPath(new URL("handlers.ts", import.meta.url));

/** Starts a server with the subject's engine, on a free port unless told otherwise; it is killed when the test is over. */
export async function start({ engine, runtime }: Subject, under: Under = {}): Promise<CliServer> {
  const server = await startCli(argsOf(engine, under), { ...under, ...(runtime && { runtime }) });
  onTestFinished(() => server[Symbol.asyncDispose]());
  return server;
}

/** Runs a server that will not start, to its end. */
export function runToEnd({ engine, runtime }: Subject, under: Under = {}): Promise<CliResult> {
  return runCli(argsOf(engine, under), { ...under, ...(runtime && { runtime }) });
}

function argsOf(engine: EngineName, { flags = [], handlers: file = handlers }: Under): readonly string[] {
  const address = flags.some((flag) => /^--(?:port|unix-socket)$/.test(flag)) ? [] : ["--port", "0"];
  return [file, "--engine", engine, ...address, ...flags];
}

/** What the subject's engine can do. */
export function abilitiesOf({ engine }: Subject): Engine {
  return engines[engine];
}

/** How a client connects. */
export type ClientOptions = Partial<ManagerOptions & SocketOptions> & { readonly namespace?: string };

/** A client that connects at once and does not reconnect unless told to; it is closed when the test is over. */
export function open(url: string, { namespace = "/", ...options }: ClientOptions = {}): Socket {
  const client = io(url + namespace, { reconnection: false, forceNew: true, ...options });
  onTestFinished(() => void client.disconnect());
  return client;
}

/** The ways to connect that every engine has. */
export const transports = ["polling", "websocket"] as const;

/** Keeps what a client hears of an event, the arguments of each in turn. */
export function hear(client: Socket, event = "news"): unknown[][] {
  const heard: unknown[][] = [];
  client.on(event, (...args: unknown[]) => heard.push(args));
  return heard;
}

/** Resolves once the server has handled all that the client has sent, and the client has heard all that was sent to it before. */
export function settled(...clients: readonly Socket[]): Promise<unknown> {
  return Promise.all(clients.map((client) => client.emitWithAck("echo", 1)));
}

/** What the server has noted. */
export function journalOf(client: Socket): Promise<string[]> {
  return client.emitWithAck("journal");
}
