import type { IncomingMessage } from "node:http";
import type { Server } from "socket.io";

type Engine = Server["engine"];
type Generate = (request: IncomingMessage) => unknown;

/**
 * Ends the id of every session of this engine with the worker that has it, so that whoever sees the id knows whose it is. Handlers may
 * still set `io.engine.generateId`.
 */
export function signSessions(engine: Engine, worker: number): void {
  let generate: Generate = engine.generateId;
  const signed = async (request: IncomingMessage) => `${await generate.call(engine, request)}-w${worker.toString(36)}`;
  Object.defineProperty(engine, "generateId", {
    configurable: true,
    get: () => signed,
    set(replacement: Generate) {
      generate = replacement;
    },
  });
}

/** The worker that has the session which a request belongs to; `undefined` for a handshake, and for ids that are none of ours. */
export function ownerOf(url: string): number | undefined {
  const sid = new URLSearchParams(url.slice(url.indexOf("?") + 1)).get("sid");
  const [, worker] = /-w([0-9a-z]{1,8})$/.exec(sid ?? "") ?? [];
  return worker === undefined ? undefined : Number.parseInt(worker, 36);
}
