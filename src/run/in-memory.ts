import { AsyncResource } from "node:async_hooks";
import { createServer } from "node:http";
import type { Duplex } from "node:stream";
import type { UserConfig } from "../config/define.ts";
import { objectLayer } from "../config/layer.ts";
import type { Config } from "../config/options.ts";
import { resolveSettings } from "../conflicts/find-settings.ts";
import type { Log } from "../lib/log.ts";
import { createWire, type WireEnd } from "../lib/wire.ts";
import type { ModuleGraph } from "../modules/index.ts";
import { runFor } from "./current-app.ts";
import { faultLog } from "./faults.ts";
import type { SocketIO } from "./socketio.ts";

/** What is served in memory. */
export interface InMemory {
  /** Those given later win. */
  readonly settings: readonly UserConfig[];
  readonly log: Log;
  /** Fills the application with handlers; what they register goes to it. */
  readonly load: (root: string) => Promise<void>;
  /** Knows the user's own files, for what is logged of their faults. */
  readonly locate?: ModuleGraph["userFrame"];
}

/** A server without an address. */
export interface InMemoryServer {
  readonly config: Config;
  /** The folder of the project. */
  readonly root: string;
  /** Opens a connection: the client's end. */
  connect(): Duplex;
  /** Stops as {@link SocketIO.stop} does, and ends every connection. */
  stop(): Promise<void>;
}

/**
 * Serves an application on an HTTP server that never listens: everything but the network is real. Settings of the address and of TLS
 * have no effect.
 *
 * @throws SioError if a setting is wrong or the handlers do not load
 */
export async function serveInMemory(app: SocketIO, { settings, log, load, locate }: InMemory): Promise<InMemoryServer> {
  const root = process.cwd();
  const own = { tlsCert: undefined, tlsKey: undefined, https: false, engine: "ws" };
  const given = Object.assign({}, ...settings, own) as UserConfig;
  const { config, warnings } = resolveSettings([objectLayer(given, root)]);
  for (const warning of warnings) log.warn(warning);
  const server = createServer();
  await runFor(app, () =>
    app.serve({ config, log, root, onFault: faultLog(log, locate), on: server, load: () => load(root) }),
  );
  // Connections come from outside: they belong to the application, and not to whoever opens them.
  const outside = runFor(app, () => new AsyncResource("InMemoryServer"));
  const ends = new Set<WireEnd>();
  return {
    config,
    root,
    connect() {
      const { near, far } = createWire((make) => outside.runInAsyncScope(make));
      ends.add(far);
      far.once("close", () => ends.delete(far));
      outside.runInAsyncScope(() => server.emit("connection", far));
      return near;
    },
    async stop() {
      await app.stop();
      for (const end of ends) end.other?.destroy();
      for (const end of ends) end.destroy();
    },
  };
}
