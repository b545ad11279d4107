import { Application } from "../app/application.ts";
import type { Running } from "../app/dispatch.ts";
import type { UserConfig } from "../config/define.ts";
import { objectLayer } from "../config/layer.ts";
import { resolveConfig } from "../config/resolve.ts";
import type { Address } from "../engines/engine.ts";
import { type Log, silentLog } from "../lib/log.ts";
import { faultLog } from "./faults.ts";
import { type Start, type Started, start } from "./start.ts";

/** What a program that embeds the server may say: every setting of the config file, and where the log goes. */
export interface SocketIOOptions extends UserConfig {
  /** Default: warnings and errors are emitted as process warnings, the rest is not kept. */
  readonly log?: Log;
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
export class SocketIO extends Application {
  readonly #options: SocketIOOptions;
  #serving: Serving | undefined;

  constructor(options: SocketIOOptions = {}) {
    super();
    this.#options = options;
  }

  /** Where the server listens, once {@link run} has resolved. */
  get address(): Address | undefined {
    return this.#serving?.started?.address;
  }

  /** Starts the server; resolves once it listens. Throws a `SioError` if a setting is wrong or the address cannot be had. */
  async run(): Promise<void> {
    const { log = warningLog, ...settings } = this.#options;
    const root = process.cwd();
    const { config } = resolveConfig([objectLayer(settings, root)]);
    await this.serve({ config, log, root, onFault: faultLog(log), load: async () => {} });
  }

  /** Starts the server with settings that are resolved already, as the command line does. */
  async serve(parts: Omit<Start, "app">): Promise<Started> {
    if (this.#serving) throw new Error("This application runs already.");
    const serving = serve(start({ ...parts, app: this }), parts.config.shutdownTimeout);
    this.#serving = serving;
    try {
      serving.started = await serving.starting;
      return serving.started;
    } catch (error) {
      this.#serving = undefined;
      throw error;
    }
  }

  /**
   * Stops gracefully: running handlers finish, clients are closed so that they come back. Nothing is left open. Resolves with the
   * handlers that did not finish within `shutdownTimeout`.
   */
  async stop(): Promise<readonly Running[]> {
    const serving = this.#serving;
    if (!serving) return [];
    serving.stopping ??= serving.starting.then((started) => started.stop(serving.timeoutMs));
    const left = await serving.stopping;
    this.#serving = undefined;
    serving.stopped(left);
    return left;
  }

  /** Resolves when the server that runs now has stopped, as {@link stop} does. */
  async whenStopped(): Promise<readonly Running[]> {
    return (await this.#serving?.whenStopped) ?? [];
  }
}

/** One life of the server, from `run` to `stop`. */
interface Serving {
  readonly starting: Promise<Started>;
  started: Started | undefined;
  readonly timeoutMs: number;
  stopping: Promise<readonly Running[]> | undefined;
  readonly whenStopped: Promise<readonly Running[]>;
  stopped(left: readonly Running[]): void;
}

function serve(starting: Promise<Started>, timeoutMs: number): Serving {
  let stopped: Serving["stopped"] = () => {};
  const whenStopped = new Promise<readonly Running[]>((resolve) => {
    stopped = resolve;
  });
  return { starting, started: undefined, timeoutMs, stopping: undefined, whenStopped, stopped };
}

/** Says nothing but what must not be missed, in the way that Node tells a program of trouble in a library. */
const warningLog: Log = {
  ...silentLog,
  warn: (message) => process.emitWarning(message, "SioServeWarning"),
  error: (message, { error } = {}) =>
    process.emitWarning(message, {
      type: "SioServeError",
      ...(error instanceof Error && error.stack && { detail: error.stack }),
    }),
};
