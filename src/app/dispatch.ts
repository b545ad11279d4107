import type { Socket } from "socket.io";
import { type Ack, answer, failedAck, splitAck } from "./ack.ts";
import { type EventContext, eventContext } from "./event-context.ts";
import type { Found, Registry } from "./registry.ts";

/** Something that the user's code threw, and where. */
export interface Fault {
  readonly error: unknown;
  readonly event: string;
  readonly namespace: string;
  readonly sid: string;
}

/** What is being handled right now, for a drain that waits for it and names what it waits for. */
export interface Running {
  readonly event: string;
  readonly namespace: string;
  /** Resolves when it is done, whether well or not. */
  readonly settled: PromiseLike<void>;
}

/** The state that every event passes through. */
export interface DispatchState {
  /** The registry in force; replaced whole. A handler is looked up in it when its event arrives. */
  registry: Registry;
  /** `false`: one client's events are handled one after the other. */
  asyncHandlers: boolean;
  /** `true`: clients are accepted first, and disconnected if the `connect` handler refuses. */
  alwaysConnect: boolean;
  /** Called once for each error that no error handler took. MUST NOT throw. */
  onFault: (fault: Fault) => void;
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
  const found = state.registry.find(socket.nsp.name, event);
  if (!found) return;
  const { values, ack } = splitAck(args);
  const context = { socket, event, args: values, held: undefined, leftRooms: undefined };
  start(state, { context, found, ack });
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
export function invoke(context: EventContext, { handler, named }: Found): unknown {
  return named
    ? eventContext.run(context, handler, context.event, ...context.args)
    : eventContext.run(context, handler, ...context.args);
}

/** Whether a handler's result settles later. */
export function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | null | undefined)?.then === "function";
}

/** Waits for a handler's promise, and lets a drain see that it is still going. What it returns never rejects. */
export function track(
  running: DispatchState["running"],
  { event, namespace }: Omit<Running, "settled">,
  promise: PromiseLike<unknown>,
): PromiseLike<void> {
  const done = () => {
    running.delete(entry);
  };
  const entry: Running = { event, namespace, settled: promise.then(done, done) };
  running.add(entry);
  return entry.settled;
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

function start(state: DispatchState, call: Call): void {
  if (state.asyncHandlers) {
    void run(state, call);
    return;
  }
  const { socket } = call.context;
  const before = queues.get(socket);
  const settled = before === undefined ? run(state, call) : before.then(() => run(state, call));
  if (settled !== undefined) queues.set(socket, settled);
}

function run(state: DispatchState, call: Call): PromiseLike<void> | undefined {
  let result: unknown;
  try {
    result = invoke(call.context, call.found);
  } catch (error) {
    result = recover(state, call.context, error);
  }
  if (!isPromise(result)) {
    reply(state, call, result);
    return undefined;
  }
  const replied = result.then(
    (value) => reply(state, call, value),
    async (error: unknown) => reply(state, call, await recover(state, call.context, error)),
  );
  return track(state.running, { event: call.context.event, namespace: call.context.socket.nsp.name }, replied);
}

function reply(state: DispatchState, { ack, context }: Call, value: unknown): void {
  if (!ack) return;
  try {
    answer(ack, value);
  } catch (error) {
    // The value cannot be sent (a cycle, a BigInt): as good as a throw in the handler itself.
    ack(report(state, context, error));
  }
}
