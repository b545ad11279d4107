import type { BroadcastOperator, Server, Namespace as SocketIONamespace } from "socket.io";
import { checkHandledEvent, checkHandler, checkSent, checkText, roomList } from "./arguments.ts";
import { type Binding, bind } from "./bind.ts";
import type { DispatchState, Running } from "./dispatch.ts";
import type { AnyEvents, EventMap, On, Schemas, Where } from "./events.ts";
import type { Rooms } from "./functions.ts";
import { guard } from "./guard/guard.ts";
import type { Fault, Handling } from "./handling.ts";
import { Namespace } from "./namespace.ts";
import { any, type ErrorHandler, type Handler, Registry } from "./registry.ts";
import { isSchemas, validated } from "./schema.ts";
import { type Task, type TaskFunction, Tasks } from "./tasks.ts";

type EventNames<Map extends EventMap> = string & keyof Map;
type EventParams<Map extends EventMap, Name extends keyof Map> = Parameters<Map[Name]>;
type Operator<Out extends EventMap> = BroadcastOperator<Out, unknown>;

/**
 * An application: the handlers in force and, once it is served, the Socket.IO server they answer for. It exists before any server
 * does, so that handlers can be registered first.
 *
 * @typeParam In the events that clients send
 * @typeParam Out the events that clients are sent
 */
export class Application<In extends EventMap = AnyEvents, Out extends EventMap = AnyEvents> {
  readonly #state: DispatchState = {
    registry: new Registry(),
    asyncHandlers: true,
    alwaysConnect: false,
    sharedSession: false,
    onFault: (fault) => this.#onFault(fault),
    running: new Set(),
  };
  /** The background tasks of this application. */
  readonly tasks: Tasks = new Tasks((fault) => this.#onFault(fault));
  #onFault: (fault: Fault) => void = ({ error }) => {
    throw error;
  };
  #filling: { readonly registry: Registry; namespace: string } | undefined;
  #io: Server<In, Out> | undefined;
  #binding: Binding | undefined;

  /** The real Socket.IO server. Throws until the application is being served. */
  get io(): Server<In, Out> {
    if (this.#io) return this.#io;
    throw new Error("The application is not being served yet: app.io exists once run() or attach() was called.");
  }

  /** The registry in force. */
  get registry(): Registry {
    return this.#state.registry;
  }

  /** The registry that is being filled; outside of {@link collect}, the one in force. */
  get collecting(): Registry {
    return this.#filling?.registry ?? this.#state.registry;
  }

  /** What is being handled right now. */
  get running(): ReadonlySet<Running> {
    return this.#state.running;
  }

  /** Handles an event; see {@link On}. */
  readonly on: On<In> = (events: string | readonly string[], ...rest: readonly unknown[]) => {
    const [schemas, handler, where = {}] = isSchemas(rest[0]) ? rest : [undefined, ...rest];
    checkHandler(handler);
    const called = schemas === undefined ? handler : validated(schemas as Schemas, handler);
    const names = typeof events === "string" ? [events] : events;
    for (const event of names) {
      checkHandledEvent(event);
      this.collecting.addHandler(this.#namespaceOf(where as Where), event, called);
    }
    this.#changed();
    return { events: names as never };
  };

  /** The same as {@link on}. */
  readonly onEvent: On<In> = this.on;

  /**
   * Handles the event that the function is named after.
   *
   * @example
   * app.event(function greet(name: string) { return `Hello ${name}`; });
   */
  event(handler: Handler, where: Where = {}): void {
    checkHandler(handler);
    if (!handler.name) throw new TypeError("event() takes its name from the function, and this one has none.");
    this.collecting.addHandler(this.#namespaceOf(where), handler.name, handler);
    this.#changed();
  }

  /** Handles a namespace with a class. Throws a TypeError for anything but an instance of {@link Namespace}. */
  onNamespace(namespace: Namespace): void {
    if (!(namespace instanceof Namespace)) {
      throw new TypeError(
        'onNamespace() takes an instance of a class that extends Namespace: onNamespace(new Chat("/chat")).',
      );
    }
    namespace.namespace ||= this.#filling?.namespace ?? "/";
    this.collecting.addNamespace(namespace);
    this.#changed();
  }

  /** Handles what a namespace's handlers throw; its return value is the ack. A throw of its own goes to the log. */
  onError(handler: ErrorHandler, where: Where = {}): void {
    checkHandler(handler);
    this.collecting.addErrorHandler(this.#namespaceOf(where), handler);
  }

  /** Handles what handlers throw in namespaces without an error handler of their own. */
  onErrorDefault(handler: ErrorHandler): void {
    checkHandler(handler);
    this.collecting.defaultErrorHandler = handler;
  }

  /** Sends an event to everyone in `"/"`. */
  emit<Name extends EventNames<Out>>(event: Name, ...args: EventParams<Out, Name>): void {
    checkSent(event, args);
    (this.io as unknown as Server).emit(event, ...args);
  }

  /** Sends `data` to everyone in `"/"`, as the event `"message"`. */
  send(data: unknown): void {
    (this.io as Server).emit("message", data);
  }

  /** Sends `data` to everyone in `"/"`, as the event `"json"`. */
  sendJson(data: unknown): void {
    (this.io as Server).emit("json", data);
  }

  /** Everyone in these rooms of `"/"`; for those of another namespace, `app.of("/name").to(…)`. */
  to(rooms: Rooms): Operator<Out> {
    return this.io.to(roomList(rooms)) as unknown as Operator<Out>;
  }

  /** Everyone in `"/"` who is not one of these clients or in one of these rooms. */
  except(...rooms: readonly Rooms[]): Operator<Out> {
    return this.io.except(roomList(rooms.flat())) as unknown as Operator<Out>;
  }

  /** Empties a room of `"/"`, on every server: nobody is in it afterwards, nobody is disconnected. */
  closeRoom(room: string): void {
    checkText("room", room);
    this.io.in(room).socketsLeave(room);
  }

  /** A namespace of the real server. */
  of(namespace: string): SocketIONamespace<In, Out> {
    checkText("namespace", namespace);
    return this.io.of(namespace);
  }

  /**
   * Runs a function beside the events. It gets an `AbortSignal` that fires when the server stops, then `args`; what it throws is logged.
   *
   * @example
   * app.startBackgroundTask(async function clock(signal) {
   *   for (;;) {
   *     await sleep(1_000, signal);
   *     app.emit("time", Date.now());
   *   }
   * });
   */
  startBackgroundTask<Args extends readonly unknown[], Result>(
    work: TaskFunction<Args, Result>,
    ...args: Args
  ): Task<Awaited<Result>> {
    checkHandler(work as unknown);
    return this.tasks.start(work, ...args);
  }

  /** Makes this application answer for a server: all that its registry asks for from now on happens on `io`. */
  serveOn(io: Server, handling: Handling): void {
    this.#io = io as unknown as Server<In, Out>;
    const { onFault, ...rest } = handling;
    this.#onFault = onFault;
    Object.assign(this.#state, rest);
    guard(io, this.#state);
    this.#binding = bind(io, this.#state);
    this.#binding.refresh();
  }

  /** Forgets the server, so that another may be made. */
  leave(): void {
    this.#io = undefined;
    this.#binding = undefined;
  }

  /**
   * Collects what `load` registers into a new registry, beside the one in force. If `load` throws, nothing has happened. The callback
   * that `load` gets names the namespace that following registrations belong to unless they say otherwise.
   */
  async collect(load: (belongsTo: (namespace: string) => void) => Promise<void>): Promise<Registry> {
    const filling = { registry: new Registry(), namespace: "/" };
    this.#filling = filling;
    try {
      await load((namespace) => {
        filling.namespace = namespace;
      });
      return filling.registry;
    } finally {
      this.#filling = undefined;
    }
  }

  /** Puts a registry in force, whole: the next event of every client is handled by it. */
  async swap(registry: Registry): Promise<void> {
    this.#state.registry = registry;
    for (const { setup, namespace } of registry.plain) {
      await (namespace === "/"
        ? setup(this.io as unknown as Server)
        : (setup as (nsp: unknown) => unknown)(this.io.of(namespace)));
    }
    this.#changed();
  }

  #namespaceOf({ namespace = this.#filling?.namespace ?? "/" }: Where): string {
    return namespace === any || namespace.startsWith("/") ? namespace : `/${namespace}`;
  }

  #changed(): void {
    if (!this.#filling) this.#binding?.refresh();
  }
}
