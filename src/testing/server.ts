import type { Agent } from "node:http";
import type { UserConfig } from "../config/define.ts";
import { SocketIO } from "../index.ts";
import { type LogFields, silentLog } from "../lib/log.ts";
import { type InMemoryServer, serveInMemory } from "../run/in-memory.ts";
import { loadParser } from "../server/parser.ts";
import { TestClient } from "./client.ts";
import { Connection } from "./connection.ts";
import { agentFor, type ConnectOptions, createManager, headersOf } from "./dial.ts";
import { fetchThrough } from "./fetch.ts";
import { type Handlers, type Loader, loaderOf } from "./handlers.ts";

/** An error that a server would have logged. */
export interface LoggedFault extends LogFields {
  /** The log's sentence: what failed, and where in a handlers file. */
  readonly message: string;
  /** What was thrown. */
  readonly error?: unknown;
}

/** How a {@link TestClient} connects, and how patient it is. */
export interface TestClientOptions extends ConnectOptions {
  /** How long whatever it waits for may take, in ms; default 4,000, which is below what test runners allow a test. */
  readonly timeoutMs?: number;
}

/** A server for tests: handlers with everything around them, but without an address. Made by {@link testServer}. */
export class TestServer implements AsyncDisposable {
  /** The application, for what happens outside of handlers: `server.app.emit("news")`. */
  readonly app: SocketIO;
  /** What was thrown and no error handler took, in order: handlers, routes, background tasks. */
  readonly faults: readonly LoggedFault[];
  readonly #server: InMemoryServer;
  readonly #loader: Loader;
  readonly #agent: Agent;
  readonly #open = new Set<Connection>();
  #closing: Promise<void> | undefined;

  constructor({ app, faults, server, loader }: TestServerParts) {
    this.app = app;
    this.faults = faults;
    this.#server = server;
    this.#loader = loader;
    this.#agent = agentFor(server);
  }

  /**
   * Connects a new client. Resolves when it is connected, the handlers that this started have settled, and what they sent has arrived.
   *
   * @throws Error the one that the client was refused with: `message` is the server's, and so is `data`
   * @example
   * await expect(server.connect({ auth: {} })).rejects.toThrow("Sign in first");
   */
  async connect(options: TestClientOptions = {}): Promise<TestClient> {
    this.#refuseIfClosed();
    const { config, root } = this.#server;
    const { namespace = "/", auth, query = {}, timeoutMs = 4_000 } = options;
    const { transport = config.transports.includes("websocket") ? "websocket" : "polling" } = options;
    const parser = await loadParser(config.parser, root);
    const manager = await createManager(this.#agent, {
      path: config.path,
      transports: [transport],
      query: { ...query },
      extraHeaders: headersOf(options),
      ...(parser && { parser }),
    });
    const connection = new Connection({ app: this.app, manager, timeoutMs, open: this.#open });
    await connection.enter(namespace, auth);
    return new TestClient(connection, namespace);
  }

  /**
   * Asks an HTTP route of the server, as `fetch` does. Redirects are not followed.
   *
   * @example
   * expect(await (await server.fetch("/health")).json()).toEqual({ ok: true });
   */
  async fetch(path: string, init?: RequestInit): Promise<Response> {
    this.#refuseIfClosed();
    return fetchThrough(this.#agent, path, init);
  }

  /** Disconnects every client and stops the server. Waits for the handlers; leaves nothing open. Safe to call twice. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** The same as {@link close}. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    await Promise.all([...this.#open].map((connection) => connection.close()));
    await this.#server.stop();
    this.#agent.destroy();
    this.#loader.close();
  }

  #refuseIfClosed(): void {
    if (this.#closing !== undefined) throw new Error("The test server is closed.");
  }
}

interface TestServerParts extends Pick<TestServer, "app" | "faults"> {
  readonly server: InMemoryServer;
  readonly loader: Loader;
}

/** A test that leaves a handler running should learn of it before its runner loses patience. */
const defaults: UserConfig = { shutdownTimeout: 1_000 };

/**
 * Serves handlers to test clients, inside this process: no port is opened, and each server is an application of its own. Settings of
 * the address, of TLS and of the log have no effect; config files and the environment are not read.
 *
 * @param config the settings of the config file
 * @throws SioError if a setting is wrong or the handlers do not load
 * @example
 * await using server = await testServer("handlers.ts");
 * await using client = await server.connect();
 * expect(await client.call("add", 1, 2)).toBe(3);
 * expect(server.faults).toEqual([]);
 */
export async function testServer(handlers: Handlers, config: UserConfig = {}): Promise<TestServer> {
  const app = new SocketIO();
  const faults: LoggedFault[] = [];
  const log = {
    ...silentLog,
    error(message: string, fields: LogFields = {}) {
      faults.push({ ...fields, message });
    },
  };
  const loader = loaderOf(handlers, app);
  try {
    const { load, locate } = loader;
    const server = await serveInMemory(app, { settings: [defaults, config], log, load, locate });
    return new TestServer({ app, faults, server, loader });
  } catch (error) {
    loader.close();
    throw error;
  }
}
