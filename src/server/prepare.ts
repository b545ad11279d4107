import type { Server } from "socket.io";
import type { Door, OpenEngine } from "../engines/engine.ts";
import type { Check, Route, UpgradeListener } from "../features/feature.ts";
import { features } from "../features/index.ts";
import { countDrops } from "../lib/drops.ts";
import type { Log } from "../lib/log.ts";
import { type ChosenAdapter, chooseAdapter } from "./choose-adapter.ts";
import { type ChosenEngine, chooseEngine } from "./choose-engine.ts";
import type { Parts } from "./parts.ts";
import { router } from "./router.ts";
import { socketOptions } from "./socket-options.ts";
import { readTls } from "./tls.ts";

/** Everything of a server but the application, ready and not yet open. */
export interface Prepared {
  readonly io: Server;
  readonly engine: OpenEngine;
  readonly chosen: ChosenEngine;
  readonly log: Log;
  /** Opens what the features have for outsiders. */
  open(): Promise<void>;
  /** Tells the features that the server is about to stop. */
  announceStop(): void;
  /** Refuses new clients, with the reason, from now on. */
  refuse(reason: string): void;
  /** Ends what the features have opened. */
  closeFeatures(): Promise<void>;
  /** Leaves the other servers. MUST come last, because clients that go say goodbye to them too. */
  closeAdapter(): Promise<void>;
  /** Ends all of it. */
  close(): Promise<void>;
}

/**
 * Makes Socket.IO with its engine and the features, as the settings say. What was opened is closed again if a step fails.
 *
 * @param door where the server before it listens, if it is to go on there
 */
export async function prepare(parts: Parts, door?: Door): Promise<Prepared> {
  const { app, config, log, root, Server, on, features: more = [], crew, roster, siblings } = parts;
  const checks: Check[] = [];
  const routes: Route[] = [];
  const closers: (() => unknown)[] = [];
  const leavers: (() => unknown)[] = [];
  const openers: (() => unknown)[] = [];
  const stopListeners: (() => void)[] = [];
  const tls = await readTls(config);
  const chosen = await chooseEngine(config, {
    root,
    attached: on !== undefined,
    isWorker: siblings !== undefined,
  });
  const io = new Server(await socketOptions(config, { checks, root }));
  const beside = (on?.listeners("upgrade") ?? []) as UpgradeListener[];
  const engine = chosen.open({
    io,
    tls,
    on,
    door,
    routes: router(routes, config),
    joinWrites: config.joinWrites,
    siblings,
  });
  const drops = countDrops();
  let adapter: ChosenAdapter | undefined;
  const brokerConnected = () => adapter?.connected ?? true;
  const installation = { io, engine, app, config, log, root, beside, crew, roster, drops, brokerConnected };
  const closeFeatures = async () => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  const closeAdapter = async () => {
    for (const leave of leavers.splice(0).reverse()) await leave();
    await adapter?.close();
  };
  const close = async () => {
    await closeFeatures();
    await engine.close();
    await closeAdapter();
  };
  try {
    adapter = await chooseAdapter(config, { root, log, drops });
    if (adapter) io.adapter(adapter.adapter);
    for (const feature of [...Object.values(features), ...more]) {
      if (!feature.wanted(config)) continue;
      const { route, check, open, onStop, close: end, leave } = await feature.install(installation);
      if (route) routes.push(route);
      if (check) checks.push(check);
      if (open) openers.push(open);
      if (onStop) stopListeners.push(onStop);
      if (end) closers.push(end);
      if (leave) leavers.push(leave);
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    io,
    engine,
    chosen,
    log,
    async open() {
      for (const open of openers.splice(0)) await open();
    },
    announceStop() {
      for (const tell of stopListeners.splice(0)) tell();
    },
    refuse: (reason) => checks.push(() => reason),
    closeFeatures,
    closeAdapter,
    close,
  };
}
