import type { Server } from "socket.io";
import type { Application } from "../app/application.ts";
import type { Fault, Running } from "../app/dispatch.ts";
import type { Config } from "../config/options.ts";
import type { Address, OpenEngine } from "../engines/engine.ts";
import { engines } from "../engines/index.ts";
import type { Check, Route } from "../features/feature.ts";
import { features } from "../features/index.ts";
import type { Log } from "../lib/log.ts";
import { router } from "./router.ts";
import { socketOptions } from "./socket-options.ts";
import { readTls } from "./tls.ts";

/** What becomes a server. */
export interface Parts {
  readonly app: Application;
  readonly config: Config;
  readonly log: Log;
  /** The folder of the project, whose packages the settings may name. */
  readonly root: string;
  /** Socket.IO's class: the project's own copy, or ours. */
  readonly Server: typeof Server;
  readonly onFault: (fault: Fault) => void;
  /** Fills the application with handlers, once `app.io` exists and before the first client comes. */
  readonly load: () => Promise<void>;
}

/** A server that listens. */
export interface RunningServer {
  readonly address: Address;
  /**
   * Stops in the way that loses least: accepts nobody new, lets running handlers finish, closes the clients so that they come back, and
   * waits for their `disconnect` handlers. Resolves with what was still running after `timeoutMs`, which is then left alone.
   */
  stop(timeoutMs: number): Promise<readonly Running[]>;
}

/** Makes a server of an application and its settings, and listens. What was opened is closed again if a step fails. */
export async function openServer({ app, config, log, root, Server, onFault, load }: Parts): Promise<RunningServer> {
  const checks: Check[] = [];
  const routes: Route[] = [];
  const tls = await readTls(config);
  const io = new Server(await socketOptions(config, { checks, root }));
  const engine = engines[config.engine].open({ io, tls, routes: router(routes, config) });
  try {
    for (const feature of Object.values(features)) {
      if (!feature.wanted(config)) continue;
      const { route, check } = await feature.install({ io, app, config, log });
      if (route) routes.push(route);
      if (check) checks.push(check);
    }
    app.serveOn(io, { asyncHandlers: config.asyncHandlers, alwaysConnect: config.alwaysConnect, onFault });
    acceptNamespaces(io, config.namespaces);
    await load();
    const address = await engine.listen(
      config.unixSocket === undefined ? { host: config.host, port: config.port } : { unixSocket: config.unixSocket },
    );
    let stopping = false;
    checks.push(() => (stopping ? "The server is stopping" : undefined));
    return {
      address,
      stop(timeoutMs) {
        stopping = true;
        return stop({ app, engine }, timeoutMs);
      },
    };
  } catch (error) {
    await engine.close();
    app.leave();
    throw error;
  }
}

function acceptNamespaces(io: Server, namespaces: Config["namespaces"]): void {
  if (namespaces === "*") io.of(/^\/./);
  else for (const name of namespaces) io.of(name);
}

async function stop({ app, engine }: { app: Application; engine: OpenEngine }, timeoutMs: number) {
  const deadline = performance.now() + timeoutMs;
  engine.stopAccepting();
  await settled(app.running, deadline);
  await engine.close();
  await settled(app.running, deadline);
  app.leave();
  return [...app.running];
}

/** Waits for what is running now, until the deadline at most. */
async function settled(running: ReadonlySet<Running>, deadline: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, Math.max(0, deadline - performance.now()));
  });
  await Promise.race([Promise.all([...running].map((one) => one.settled)), late]);
  clearTimeout(timer);
}
