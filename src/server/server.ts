import { isDeepStrictEqual } from "node:util";
import { checkHttpSession } from "../app/http-session.ts";
import type { Config } from "../config/options.ts";
import type { Address } from "../engines/engine.ts";
import type { ChosenEngine } from "./choose-engine.ts";
import { invalidLog } from "./invalid-log.ts";
import { listenAt, type Wanted } from "./listen.ts";
import type { Parts } from "./parts.ts";
import { type Prepared, prepare } from "./prepare.ts";
import { endWork, windDown } from "./wind-down.ts";

/** A server that listens. */
export interface RunningServer {
  readonly address: Address;
  readonly engine: ChosenEngine;
  /**
   * Stops in the way that loses least: accepts nobody new, lets running handlers finish, closes the clients so that they come back, and
   * waits for their `disconnect` handlers and for background tasks to end. Resolves with what was still running after `timeoutMs`, in
   * words; that is then left alone.
   */
  stop(timeoutMs: number): Promise<readonly string[]>;
  /**
   * Makes the server anew of other parts, of the same application; its clients are closed so that they come back. Where the address stays
   * the same it goes on listening throughout, and new connections wait. Rejects with nothing changed where that can be known before; where
   * the handlers fail, those in force before serve on.
   */
  replace(parts: Parts, timeoutMs: number): Promise<Replacement>;
}

/** What became of {@link RunningServer.replace}. */
export interface Replacement {
  /** The server that runs now. */
  readonly server: RunningServer;
  /** Why it is the old one, made again. */
  readonly error?: unknown;
}

/** Makes a server of an application and its settings, and listens. What was opened is closed again if a step fails. */
export async function openServer(parts: Parts): Promise<RunningServer> {
  const prepared = await prepare(parts);
  const listen = () => listenAt(prepared.engine, wantedBy(parts.config), parts.siblings);
  return begin(prepared, parts, listen).catch(async (error: unknown) => {
    await giveUp(prepared, parts);
    throw error;
  });
}

/** Puts the application on what is prepared for it, and lets clients come. If that fails, it is to be given up. */
async function begin(prepared: Prepared, parts: Parts, listen: () => Promise<Address>): Promise<RunningServer> {
  const { app, config, log, onFault, load, siblings } = parts;
  const { io, engine } = prepared;
  const { asyncHandlers, alwaysConnect, manageSession } = config;
  const onInvalid = invalidLog(log);
  app.serveOn(io, { asyncHandlers, alwaysConnect, sharedSession: !manageSession, onFault, onInvalid });
  if (config.namespaces === "*") io.of(/^\/./);
  else for (const name of config.namespaces) io.of(name);
  await load();
  checkHttpSession(app.registry.httpSession, { shared: !manageSession });
  await prepared.open();
  const address = await listen();
  engine.accept();
  return {
    address,
    engine: prepared.chosen,
    stop: (timeoutMs) =>
      windDown(prepared, app, { timeoutMs, delayMs: config.drainDelay, shared: siblings !== undefined }),
    replace: (next, timeoutMs) => replace({ prepared, parts, address }, next, timeoutMs),
  };
}

/** Closes what has not begun. */
async function giveUp(prepared: Prepared, { app }: Parts): Promise<void> {
  await prepared.close();
  await app.parts.end();
  app.leave();
}

interface Former {
  readonly prepared: Prepared;
  readonly parts: Parts;
  readonly address: Address;
}

async function replace(former: Former, next: Parts, timeoutMs: number): Promise<Replacement> {
  const { app } = next;
  const { registry } = app;
  const stays = isDeepStrictEqual(wantedBy(former.parts.config), wantedBy(next.config));
  const prepared = await prepare(next, stays ? former.prepared.engine.door : undefined);
  const bound = await (stays ? goOn : move)(former, prepared, { next, timeoutMs });
  try {
    return { server: await begin(prepared, next, bound) };
  } catch (error) {
    const again = { ...former.parts, load: () => app.swap(registry) };
    const preparedAgain = await prepare(again, stays ? prepared.engine.door : undefined);
    const address = await preparedAgain.engine.listen(former.address);
    await giveUp(prepared, next);
    return { server: await begin(preparedAgain, again, async () => address), error };
  }
}

interface Succession {
  readonly next: Parts;
  readonly timeoutMs: number;
}

/** Tells where the next server listens; rejects with why it does not. */
type Bound = () => Promise<Address>;

/** Listens where the server before does, once that one has nothing more to do but to send its clients away: those who come wait. */
async function goOn(
  { prepared, address }: Former,
  next: Prepared,
  { next: { app }, timeoutMs }: Succession,
): Promise<Bound> {
  let bound: Promise<Address> | undefined;
  const listen = () => {
    // Where the port was chosen for them, clients know the one that was.
    bound ??= next.engine.listen(address);
    return bound;
  };
  const disconnect = async () => {
    await listen().catch(() => {});
    await prepared.engine.close();
  };
  await endWork(prepared, app, { timeoutMs, disconnect });
  return listen;
}

/** Listens elsewhere before the server of before stops: an address that cannot be had is known before anything is lost. */
async function move(
  { prepared }: Former,
  next: Prepared,
  { next: { app, config }, timeoutMs }: Succession,
): Promise<Bound> {
  try {
    const address = await listenAt(next.engine, wantedBy(config));
    await windDown(prepared, app, { timeoutMs, delayMs: 0, shared: false });
    return async () => address;
  } catch (error) {
    await next.close();
    throw error;
  }
}

function wantedBy({ host, port, unixSocket }: Config): Wanted {
  return unixSocket === undefined ? { host, port } : { unixSocket };
}
