import type { Server as HttpServer } from "node:http";
import type { Http2SecureServer } from "node:http2";
import { Application } from "../app/application.ts";
import type { AnyEvents, EventMap } from "../app/events.ts";
import type { HttpSessionMiddleware } from "../app/http-session.ts";
import type { UserConfig } from "../config/define.ts";
import { objectLayer } from "../config/layer.ts";
import { resolveSettings } from "../conflicts/find-settings.ts";
import type { Address } from "../engines/engine.ts";
import type { Log } from "../lib/log.ts";
import { faultLog } from "./faults.ts";
import { RestartUndone } from "./restart-undone.ts";
import { restart, type Start, type Started, start } from "./start.ts";
import { warningLog } from "./warning-log.ts";

/** What a program that embeds the server may say: every setting of the config file, and where the log goes. */
export interface SocketIOOptions extends UserConfig {
  /** Default: warnings and errors are emitted as process warnings, the rest is not kept. */
  readonly log?: Log;
  /** What puts the HTTP session on a request, such as `session({ … })` of express-session; handlers then find it in `session`. */
  readonly httpSession?: HttpSessionMiddleware;
}

/**
 * A Socket.IO application with its server. It is an {@link Application} that can run: the command line runs the shared one
 * (`app`), a program of your own makes another.
 *
 * @example
 * const sio = new SocketIO({ port: 0 });
 * sio.on("add", (a: number, b: number) => a + b);
 * await sio.run();
 */
export class SocketIO<In extends EventMap = AnyEvents, Out extends EventMap = AnyEvents> extends Application<In, Out> {
  readonly #options: SocketIOOptions;
  #serving: Serving | undefined;
  #attachedTo: HttpServer | undefined;

  constructor(options: SocketIOOptions = {}) {
    super();
    if (typeof options !== "object" || options === null)
      throw new TypeError(`The options must be an object such as { port: 0 }, not ${String(options)}.`);
    this.#options = options;
  }

  /** Where the server listens: once {@link run} has resolved, or as long as the server that it is attached to listens. */
  get address(): Address | undefined {
    return this.#attachedTo ? addressOf(this.#attachedTo) : this.#serving?.started?.address;
  }

  /** Starts the server; resolves once it listens. Throws a `SioError` if a setting is wrong or the address cannot be had. */
  async run(): Promise<void> {
    await this.#start(undefined);
  }

  /**
   * Serves on an HTTP server of your own (http, https, or http2 that allows HTTP/1), beside what that answers already. You make it listen
   * and close it; {@link stop} takes the application off again. Settings of address and of routes have no effect.
   *
   * @example
   * const server = createServer(expressApp);
   * await sio.attach(server);
   * server.listen(3000);
   */
  async attach(server: HttpServer | Http2SecureServer): Promise<void> {
    if (typeof (server as HttpServer | undefined)?.on !== "function" || typeof server.address !== "function") {
      throw new TypeError("attach() takes an HTTP server, such as http.createServer(app), and not the app itself.");
    }
    await this.#start(server as HttpServer);
  }

  async #start(on: HttpServer | undefined): Promise<void> {
    const { log = warningLog, httpSession, ...settings } = this.#options;
    const root = process.cwd();
    const { config, warnings } = resolveSettings([objectLayer(settings, root)]);
    for (const warning of warnings) log.warn(warning);
    if (httpSession) this.registry.httpSession = httpSession;
    await this.serve({ config, log, root, onFault: faultLog(log), load: async () => {}, ...(on && { on }) });
  }

  /** Starts the server with settings that are resolved already, as the command line does. @internal */
  async serve(parts: Omit<Start, "app">): Promise<Started> {
    if (this.#serving) throw new Error("This application runs already.");
    // What serves it knows nothing of the events' types.
    const app = this as unknown as Application;
    const serving = serve(start({ ...parts, app }), parts.config.shutdownTimeout);
    this.#serving = serving;
    try {
      serving.started = await serving.starting;
      this.#attachedTo = parts.on;
      return serving.started;
    } catch (error) {
      this.#serving = undefined;
      throw error;
    }
  }

  /**
   * Makes the server anew with other settings, as the command line does when they change. Clients are closed so that they come back; the
   * listening socket stays open if the address stays the same. Throws if the new settings or handlers are wrong; the
   * error is a `RestartUndone` where clients were closed before that was known: the server of before then goes on.
   */
  async restart(parts: Omit<Start, "app">): Promise<Started> {
    const serving = this.#serving;
    if (!serving) throw new Error("This application does not run.");
    const app = this as unknown as Application;
    const former = serving.starting;
    const restarting = former.then((started) => restart(started, { ...parts, app }, serving.timeoutMs));
    serving.starting = restarting.then(({ started }) => started).catch(() => former);
    const { started, error } = await restarting;
    serving.started = started;
    if (error !== undefined) throw new RestartUndone(error);
    serving.timeoutMs = parts.config.shutdownTimeout;
    return started;
  }

  /**
   * Stops gracefully: running handlers finish, clients are closed so that they come back. Nothing is left open. Resolves with what did
   * not finish within `shutdownTimeout`, in words. A handler or task MUST NOT wait for it, because it waits for them.
   */
  async stop(): Promise<readonly string[]> {
    const serving = this.#serving;
    if (!serving) return [];
    serving.stopping ??= serving.starting.then((started) => started.stop(serving.timeoutMs));
    const left = await serving.stopping;
    this.#serving = undefined;
    this.#attachedTo = undefined;
    serving.stopped(left);
    return left;
  }

  /** Resolves when the server that runs now has stopped, as {@link stop} does. */
  async whenStopped(): Promise<readonly string[]> {
    return (await this.#serving?.whenStopped) ?? [];
  }
}

function addressOf(server: HttpServer): Address | undefined {
  const bound = server.address();
  if (typeof bound === "string") return { unixSocket: bound };
  return bound ? { host: bound.address, port: bound.port } : undefined;
}

/** One life of the server, from `run` to `stop`. */
interface Serving {
  /** Of the first start, then of each restart. */
  starting: Promise<Started>;
  started: Started | undefined;
  timeoutMs: number;
  stopping: Promise<readonly string[]> | undefined;
  readonly whenStopped: Promise<readonly string[]>;
  stopped(left: readonly string[]): void;
}

function serve(starting: Promise<Started>, timeoutMs: number): Serving {
  let stopped: Serving["stopped"] = () => {};
  const whenStopped = new Promise<readonly string[]>((resolve) => {
    stopped = resolve;
  });
  return { starting, started: undefined, timeoutMs, stopping: undefined, whenStopped, stopped };
}
