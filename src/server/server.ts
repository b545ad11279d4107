import type { Server as HttpServer } from "node:http";
import type { Server } from "socket.io";
import type { Application } from "../app/application.ts";
import type { Running } from "../app/dispatch.ts";
import type { Fault } from "../app/handling.ts";
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
  /** A server of the program's own to mount on, instead of listening. */
  readonly on?: HttpServer;
  /** Fills the application with handlers, once `app.io` exists and before the first client comes. */
  readonly load: () => Promise<void>;
}

/** A server that listens. */
export interface RunningServer {
  readonly address: Address;
  /**
   * Stops in the way that loses least: accepts nobody new, lets running handlers finish, closes the clients so that they come back, and
   * waits for their `disconnect` handlers and for background tasks to end. Resolves with what was still running after `timeoutMs`, in
   * words; that is then left alone.
   */
  stop(timeoutMs: number): Promise<readonly string[]>;
}

/** Makes a server of an application and its settings, and listens. What was opened is closed again if a step fails. */
export async function openServer({ app, config, log, root, Server, on, onFault, load }: Parts): Promise<RunningServer> {
  const checks: Check[] = [];
  const routes: Route[] = [];
  const tls = await readTls(config);
  const io = new Server(await socketOptions(config, { checks, root }));
  const engine = engines[config.engine].open({ io, tls, on, routes: router(routes, config) });
  try {
    for (const feature of Object.values(features)) {
      if (!feature.wanted(config)) continue;
      const { route, check } = await feature.install({ io, app, config, log });
      if (route) routes.push(route);
      if (check) checks.push(check);
    }
    const { asyncHandlers, alwaysConnect, manageSession } = config;
    app.serveOn(io, { asyncHandlers, alwaysConnect, sharedSession: !manageSession, onFault });
    acceptNamespaces(io, config.namespaces);
    await load();
    const { host, port, unixSocket } = config;
    const address = await engine.listen(unixSocket === undefined ? { host, port } : { unixSocket });
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

async function stop({ app, engine }: { app: Application; engine: OpenEngine }, timeoutMs: number): Promise<string[]> {
  const deadline = performance.now() + timeoutMs;
  engine.stopAccepting();
  await inTime(settled(app.running), deadline);
  const tasksEnded = app.tasks.cancelAll();
  await engine.close();
  await inTime(Promise.all([settled(app.running), tasksEnded]), deadline);
  app.leave();
  return [
    ...[...app.running].map(({ event, namespace }) => `the handler of "${event}" in ${namespace}`),
    ...[...app.tasks.running].map(({ name }) => `the background task "${name}"`),
  ];
}

function settled(running: ReadonlySet<Running>): Promise<unknown> {
  return Promise.all([...running].map((one) => one.settled));
}

async function inTime(done: Promise<unknown>, deadline: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, Math.max(0, deadline - performance.now()));
  });
  await Promise.race([done, late]);
  clearTimeout(timer);
}
