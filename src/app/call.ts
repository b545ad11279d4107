import type { Socket } from "socket.io";
import { checkMs, checkSent, checkText, namespaceOf } from "./arguments.ts";
import { callerIn } from "./caller.ts";
import { DisconnectedError, RefusedPayload, TimeoutError } from "./errors.ts";
import { currentContext } from "./event-context.ts";
import { tooEarly } from "./held.ts";
import { payloadFault } from "./payload.ts";

/** How long a client may take to answer, in ms, where nothing else is said. */
const defaultTimeoutMs = 60_000;

/** How {@link call} is narrowed: to another client, to another patience. */
export interface Call {
  (event: string, ...args: unknown[]): Promise<unknown>;
  /** Asks another client of this server, by its id. */
  to(sid: string): Call;
}

/**
 * Sends an event to the client and waits for its acknowledgement. Rejects with `TimeoutError` after 60 s (see {@link timeout}),
 * and with `DisconnectedError` as soon as the client goes.
 *
 * @example
 * on("rename", async (name: string) => {
 *   if (await call("sure?", name)) session.name = name;
 * });
 */
export const call: Call = calling({ timeoutMs: defaultTimeoutMs });

/** The same as {@link call}, under the name that Socket.IO gives it. */
export function emitWithAck(event: string, ...args: unknown[]): Promise<unknown> {
  return call(event, ...args);
}

/**
 * Gives a client `ms` milliseconds to answer.
 *
 * @example
 * await timeout(2_000).call("sure?");
 */
export function timeout(ms: number): Patience {
  checkMs("ms", ms);
  return { call: calling({ timeoutMs: ms }) };
}

/** {@link call}, to the caller's socket in a namespace, and to other clients of that. */
export function callIn(namespace: string): Call {
  return calling({ timeoutMs: defaultTimeoutMs, namespace });
}

/** What a client is asked with. */
interface Patience {
  /** Asks as {@link call} does, with this time to answer. */
  readonly call: Call;
}

interface Asking {
  readonly timeoutMs: number;
  /** Default: the caller. */
  readonly sid?: string;
  /** Default: that of the event being handled. */
  readonly namespace?: string;
}

function calling(asking: Asking): Call {
  const ask = (event: string, ...args: unknown[]) => {
    const context = currentContext("call", "socket.emitWithAck(event, …)");
    checkSent(event, args);
    if (context.held) return Promise.reject(tooEarly("call"));
    return answerOf(context.socket, { ...asking, event, args });
  };
  const askOther = (sid: string) => {
    checkText("sid", sid);
    return calling({ ...asking, sid });
  };
  return Object.assign(ask, { to: askOther });
}

function clientOf(caller: Socket, { sid, namespace }: Omit<Asking, "timeoutMs">): Socket {
  const nsp = namespace === undefined ? caller.nsp : namespaceOf(caller.nsp.server, namespace);
  const socket = sid === undefined ? callerIn(nsp, caller) : nsp.sockets.get(sid);
  if (socket?.connected) return socket;
  const who = sid === undefined ? "caller" : `client "${sid}"`;
  throw new DisconnectedError(`The ${who} is not connected to ${nsp.name} on this server.`);
}

interface Question extends Asking {
  readonly event: string;
  readonly args: readonly unknown[];
}

async function answerOf(caller: Socket, { event, args, timeoutMs, ...whose }: Question): Promise<unknown> {
  const socket = clientOf(caller, whose);
  let gone: (() => void) | undefined;
  const left = new Promise<never>((_, reject) => {
    gone = () => reject(new DisconnectedError(`The client left before it answered "${event}".`));
    socket.once("disconnect", gone);
  });
  const late = () => new TimeoutError(`The client did not answer "${event}" within ${timeoutMs} ms.`);
  try {
    const answer = socket.timeout(timeoutMs).emitWithAck(event, ...args);
    const value: unknown = await Promise.race([answer.catch(() => Promise.reject(late())), left]);
    const wrong = payloadFault([value]);
    if (wrong !== undefined) throw new RefusedPayload(`The answer to "${event}" was refused: ${wrong}.`);
    return value;
  } finally {
    if (gone) socket.off("disconnect", gone);
  }
}
