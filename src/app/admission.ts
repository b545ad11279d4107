import type { Socket } from "socket.io";
import { type DispatchState, invoke, queueBehind, recover, report, reportInvalid } from "./dispatch.ts";
import { ConnectionRefusedError, RefusedPayload } from "./errors.ts";
import type { EventContext } from "./event-context.ts";
import { payloadFault } from "./payload.ts";
import { isPromise, track } from "./running.ts";
import { InvalidPayload } from "./schema.ts";

/** Tells Socket.IO to go on, or to refuse with this error's message and data. */
export type Next = (refusal?: Error & { readonly data?: unknown }) => void;

const awaiting = new WeakMap<Socket, EventContext>();

/**
 * Asks the `connect` handler in force whether to accept a client. What the handler emits waits until the client has been
 * told that it is accepted; a refused client gets none of it.
 */
export function admit(state: DispatchState, socket: Socket, next: Next): void {
  const wrong = refusedAuth(state, socket);
  if (wrong) {
    next(wrong);
    return;
  }
  const found = state.registry.find(socket.nsp.name, "connect");
  if (!found || state.alwaysConnect) {
    next();
    return;
  }
  const context = connectContext(socket, []);
  awaiting.set(socket, context);
  const decided = (refusal?: Error) => next(refusal);
  decide(state, context, decided);
}

/** The client has been accepted: sends what its `connect` handler emitted, in order. */
export function welcome(state: DispatchState, socket: Socket): void {
  // Whoever comes back by recovery has not been asked by `admit`.
  if (socket.recovered && refusedAuth(state, socket)) {
    socket.disconnect();
    return;
  }
  const context = awaiting.get(socket);
  if (context) {
    awaiting.delete(socket);
    const { held } = context;
    context.held = undefined;
    for (const send of held ?? []) deliver(state, context, send);
  } else if (state.alwaysConnect && !socket.recovered) {
    decide(state, connectContext(socket, undefined), (refusal) => {
      if (refusal) socket.disconnect();
    });
  }
}

/** What cannot be sent is the handler's fault, and what it emitted after that is sent all the same. */
function deliver(state: DispatchState, context: EventContext, send: () => void): void {
  try {
    send();
  } catch (error) {
    report(state, context, error);
  }
}

/** Logs and refuses what no handler may read as `auth`. */
function refusedAuth(state: DispatchState, socket: Socket): Error | undefined {
  const wrong = payloadFault([socket.handshake.auth]);
  if (wrong === undefined) return undefined;
  const error = new RefusedPayload(`The auth of a client was refused: ${wrong}.`);
  report(state, connectContext(socket, undefined), error);
  return new ConnectionRefusedError(error.message);
}

function connectContext(socket: Socket, held: (() => void)[] | undefined): EventContext {
  return { socket, event: "connect", args: [socket.handshake.auth], held, leftRooms: undefined };
}

function decide(state: DispatchState, context: EventContext, decided: (refusal?: Error) => void): void {
  const found = state.registry.find(context.socket.nsp.name, "connect");
  if (!found) {
    decided();
    return;
  }
  const settle = (value: unknown) => decided(refusalOf(state, context, value));
  try {
    const result = invoke(state, context, found);
    if (!isPromise(result)) {
      settle(result);
      return;
    }
    const settled = result.then(settle, async (error: unknown) => decided(await refuse(state, context, error)));
    const { nsp, id } = context.socket;
    const handled = track(state.running, { event: "connect", namespace: nsp.name, sid: id }, settled);
    queueBehind(state, context.socket, handled);
  } catch (error) {
    void refuse(state, context, error).then(decided);
  }
}

function refusalOf(state: DispatchState, context: EventContext, result: unknown): Error | undefined {
  if (result === false) return new ConnectionRefusedError();
  if (!(result instanceof InvalidPayload)) return undefined;
  const { issues } = result;
  reportInvalid(state, context, issues);
  return new ConnectionRefusedError("Invalid auth", { code: "invalid_payload", issues });
}

/** A refusal keeps its words; any other error is logged (or taken by an error handler) and refuses neutrally. */
async function refuse(state: DispatchState, context: EventContext, error: unknown): Promise<Error> {
  if (isRefusal(error)) return error;
  let refusal: Error = new ConnectionRefusedError("The server could not accept this connection");
  const watched = {
    ...state,
    onFault: (fault: Parameters<DispatchState["onFault"]>[0]) => {
      if (isRefusal(fault.error)) refusal = fault.error;
      else state.onFault(fault);
    },
  };
  await recover(watched, context, error);
  return refusal;
}

// By name as well: the other copy of this package, where there is one, has a class of its own.
function isRefusal(error: unknown): error is ConnectionRefusedError {
  return error instanceof Error && error.name === "ConnectionRefusedError";
}
