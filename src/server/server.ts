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
  return begin(prepared, parts, () => listenAt(prepared.engine, wantedBy(parts.config)));
}

/** Puts the application on what is prepared for it, and lets clients come. */
async function begin(prepared: Prepared, parts: Parts, listen: () => Promise<Address>): Promise<RunningServer> {
  const { app, config, log, onFault, load, shared = false } = parts;
  const { io, engine } = prepared;
  const { asyncHandlers, alwaysConnect, manageSession } = config;
  try {
    const onInvalid = invalidLog(log);
    app.serveOn(io, { asyncHandlers, alwaysConnect, sharedSession: !manageSession, onFault, onInvalid });
    if (config.namespaces === "*") io.of(/^\/./);
    else for (const name of config.namespaces) io.of(name);
    await load();
    checkHttpSession(app.registry.httpSession, { shared: !manageSession });
    const address = await listen();
    engine.accept();
    return {
      address,
      engine: prepared.chosen,
      stop: (timeoutMs) => windDown(prepared, app, { timeoutMs, delayMs: config.drainDelay, shared }),
      replace: (next, timeoutMs) => replace({ prepared, parts, address }, next, timeoutMs),
    };
  } catch (error) {
    await prepared.close();
    await app.parts.end();
    app.leave();
    throw error;
  }
}

interface Former {
  readonly prepared: Prepared;
  readonly parts: Parts;
  readonly address: Address;
}

async function replace(former: Former, next: Parts, timeoutMs: number): Promise<Replacement> {
  const { app } = next;
  const { engine } = former.prepared;
  const stays = isDeepStrictEqual(wantedBy(former.parts.config), wantedBy(next.config));
  const prepared = await prepare(next, stays ? former.prepared : undefined);
  const goesOn = prepared.inherits;
  let bound: Address | undefined;
  try {
    // An address that cannot be had is known before anything is lost.
    if (!stays) bound = await listenAt(prepared.engine, wantedBy(next.config));
  } catch (error) {
    await prepared.close();
    throw error;
  }
  const { registry } = app;
  if (goesOn) await endWork(former.prepared, app, { timeoutMs, disconnect: () => engine.release?.() });
  else await windDown(former.prepared, app, { timeoutMs, delayMs: 0, shared: false });
  try {
    // Where the port was chosen for them, clients know the one that was.
    return { server: await begin(prepared, next, async () => bound ?? prepared.engine.listen(former.address)) };
  } catch (error) {
    const again = { ...former.parts, load: () => app.swap(registry) };
    const preparedAgain = await prepare(again, goesOn ? former.prepared : undefined);
    return { server: await begin(preparedAgain, again, () => preparedAgain.engine.listen(former.address)), error };
  }
}

function wantedBy({ host, port, unixSocket }: Config): Wanted {
  return unixSocket === undefined ? { host, port } : { unixSocket };
}
