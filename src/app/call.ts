import type { Socket } from "socket.io";
import { checkSent } from "./arguments.ts";
import { DisconnectedError, TimeoutError } from "./errors.ts";
import { currentContext } from "./event-context.ts";
import { tooEarly } from "./held.ts";

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

/**
 * Gives a client `ms` milliseconds to answer.
 *
 * @example
 * await timeout(2_000).call("sure?");
 */
export function timeout(ms: number): { readonly call: Call } {
  return { call: calling({ timeoutMs: ms }) };
}

interface Asking {
  readonly timeoutMs: number;
  readonly sid?: string;
}

function calling(asking: Asking): Call {
  const ask = (event: string, ...args: unknown[]) => {
    const context = currentContext("call", "socket.emitWithAck(event, …)");
    checkSent(event, args);
    if (context.held) return Promise.reject(tooEarly("call"));
    return answerOf(clientOf(context.socket, asking.sid), { event, args, timeoutMs: asking.timeoutMs });
  };
  return Object.assign(ask, { to: (sid: string) => calling({ ...asking, sid }) });
}

function clientOf(caller: Socket, sid = caller.id): Socket {
  const socket = sid === caller.id ? caller : caller.nsp.sockets.get(sid);
  if (socket?.connected) return socket;
  throw new DisconnectedError(`No client "${sid}" is connected to ${caller.nsp.name} on this server.`);
}

interface Question {
  readonly event: string;
  readonly args: readonly unknown[];
  readonly timeoutMs: number;
}

async function answerOf(socket: Socket, { event, args, timeoutMs }: Question): Promise<unknown> {
  let gone: (() => void) | undefined;
  const left = new Promise<never>((_, reject) => {
    gone = () => reject(new DisconnectedError(`The client left before it answered "${event}".`));
    socket.once("disconnect", gone);
  });
  const late = () => new TimeoutError(`The client did not answer "${event}" within ${timeoutMs} ms.`);
  try {
    const answer = socket.timeout(timeoutMs).emitWithAck(event, ...args);
    return await Promise.race([answer.catch(() => Promise.reject(late())), left]);
  } finally {
    if (gone) socket.off("disconnect", gone);
  }
}
