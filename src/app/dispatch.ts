import type { Socket } from "socket.io";
import { type Ack, AckValues, answer, type ErrorAck, failedAck, splitAck } from "./ack.ts";
import { checkValues } from "./arguments.ts";
import { type EventContext, eventContext } from "./event-context.ts";
import { withSharedSession } from "./http-session.ts";
import { payloadFault } from "./payload.ts";
import { nameless, refuse } from "./refusal.ts";
import type { Found, Registry } from "./registry.ts";
import { isPromise, type Running, track } from "./running.ts";
import { type InvalidEvent, InvalidPayload, type Issue } from "./schema.ts";

/** Something that a handler threw, and for whom it ran. */
export interface HandlerFault {
  readonly error: unknown;
  readonly event: string;
  readonly namespace: string;
  readonly sid: string;
}

/** The state that every event passes through. */
export interface DispatchState {
  /** The registry in force; replaced whole. A handler is looked up in it when its event arrives. */
  registry: Registry;
  /** `false`: one client's events are handled one after the other. */
  asyncHandlers: boolean;
  /** `true`: clients are accepted first, and disconnected if the `connect` handler refuses. */
  alwaysConnect: boolean;
  /** Handlers read and write the client's HTTP session itself, not a copy. */
  sharedSession: boolean;
  /** Called once for each error that no error handler took. MUST NOT throw. */
  onFault: (fault: HandlerFault) => void;
  /** Called for each event whose arguments do not fit. MUST NOT throw. */
  onInvalid: (invalid: InvalidEvent) => void;
  readonly running: Set<Running>;
}

/** One event on its way to its handler. */
interface Call {
  readonly context: EventContext;
  readonly found: Found;
  readonly ack: Ack | undefined;
}

/** An event as it comes from the client: the ack, if the client asked for one, is the last argument. */
export interface Arrival {
  readonly socket: Socket;
  readonly event: string;
  readonly args: unknown[];
}

/** Hands a client's event to the handler in force and sends back what it returns. Never throws, never rejects. */
export function dispatch(state: DispatchState, { socket, event, args }: Arrival): void {
  if (typeof event !== "string") {
    refuse(state, nameless(socket, event, args));
    return;
  }
  const found = state.registry.find(socket.nsp.name, event);
  if (!found) return;
  const { values, ack } = splitAck(args);
  const wrong = payloadFault(values);
  if (wrong !== undefined) {
    refuse(state, { socket, event, ack, message: `The arguments of "${event}" were refused: ${wrong}.` });
    return;
  }
  start(state, { context: { socket, event, args: values, held: undefined, leftRooms: undefined }, found, ack });
}

/** Tells the `disconnect` handler; it still reads the rooms that the client was in. */
export function dispatchDisconnect(
  state: DispatchState,
  socket: Socket,
  { reason, leftRooms }: { readonly reason: string; readonly leftRooms: ReadonlySet<string> },
): void {
  const found = state.registry.find(socket.nsp.name, "disconnect");
  if (!found) return;
  const context = { socket, event: "disconnect", args: [reason], held: undefined, leftRooms };
  start(state, { context, found, ack: undefined });
}

/** Calls a handler in its context, the event's name first if it is a catch-all. */
export function invoke(state: DispatchState, context: EventContext, { handler, named }: Found): unknown {
  if (state.sharedSession) return withSharedSession(context, () => call(context, { handler, named }));
  return call(context, { handler, named });
}

function call(context: EventContext, { handler, named }: Found): unknown {
  return named
    ? eventContext.run(context, handler, context.event, ...context.args)
    : eventContext.run(context, handler, ...context.args);
}

/** Gives an error to the error handler in force; what that does not take goes to the log. Returns the ack's value. */
export function recover(state: DispatchState, context: EventContext, error: unknown): unknown {
  const handler = state.registry.findErrorHandler(context.socket.nsp.name);
  if (!handler) return report(state, context, error);
  try {
    const value = eventContext.run(context, handler, error);
    if (!isPromise(value)) return value;
    return Promise.resolve(value).catch((thrown: unknown) => report(state, context, thrown));
  } catch (thrown) {
    return report(state, context, thrown);
  }
}

/** Logs a fault once and says what the client is answered. */
export function report(state: DispatchState, { socket, event }: EventContext, error: unknown): typeof failedAck {
  state.onFault({ error, event, namespace: socket.nsp.name, sid: socket.id });
  return failedAck;
}

const queues = new WeakMap<Socket, PromiseLike<void>>();

/** With `asyncHandlers: false`, lets the client's next event wait until `settled`. */
export function queueBehind(state: DispatchState, socket: Socket, settled: PromiseLike<void>): void {
  if (!state.asyncHandlers) queues.set(socket, settled);
}

function start(state: DispatchState, call: Call): void {
  const { socket, event } = call.context;
  const before = state.asyncHandlers ? undefined : queues.get(socket);
  const done = before === undefined ? run(state, call) : before.then(() => run(state, call));
  if (done === undefined) return;
  queueBehind(state, socket, track(state.running, { event, namespace: socket.nsp.name, sid: socket.id }, done));
}

function run(state: DispatchState, arrived: Call): PromiseLike<unknown> | undefined {
  const { context, found } = arrived;
  let result: unknown;
  try {
    result = invoke(state, context, found);
  } catch (error) {
    result = recover(state, context, error);
  }
  if (!isPromise(result)) {
    reply(state, arrived, result);
    return undefined;
  }
  return result.then(
    (value) => reply(state, arrived, value),
    async (error: unknown) => reply(state, arrived, await recover(state, context, error)),
  );
}

/** Tells of arguments that do not fit; the client's mistake, and not an error. */
export function reportInvalid(state: DispatchState, { socket, event }: EventContext, issues: readonly Issue[]): void {
  state.onInvalid({ issues, event, namespace: socket.nsp.name, sid: socket.id });
}

function reply(state: DispatchState, { ack, context }: Call, value: unknown): void {
  if (value instanceof InvalidPayload) {
    reportInvalid(state, context, value.issues);
    ack?.({ error: { code: "invalid_payload", issues: value.issues } } satisfies ErrorAck);
    return;
  }
  if (!ack) return;
  try {
    checkValues(`The answer to "${context.event}"`, value instanceof AckValues ? value.values : [value]);
    answer(ack, value);
  } catch (error) {
    // A value that cannot be sent is as good as a throw in the handler itself.
    ack(report(state, context, error));
  }
}
