import type { Server, Namespace as SocketIONamespace } from "socket.io";
import { checkHandler, checkSent, checkText, checkWhere, roomList } from "./arguments.ts";
import { type Binding, bind } from "./bind.ts";
import type { DispatchState } from "./dispatch.ts";
import type { AnyEvents, ArgumentsOf, EventMap, On, Where } from "./events.ts";
import type { Rooms } from "./functions.ts";
import { guard } from "./guard/guard.ts";
import { type Fault, type Handling, throwFault } from "./handling.ts";
import { initialState } from "./initial-state.ts";
import type { Namespace } from "./namespace.ts";
import { own } from "./owner.ts";
import type { Cleanup } from "./part.ts";
import { Parts } from "./parts.ts";
import { checkNamed, checkNamespace, readRegistration } from "./registration.ts";
import { any, type ErrorHandler, type Handler, type Registry } from "./registry.ts";
import type { Running } from "./running.ts";
import { PlainCode } from "./swap/plain-code.ts";
import { type Task, type TaskFunction, Tasks } from "./tasks.ts";

type EventNames<Map extends EventMap> = string & keyof Map;
type Operator<Out extends EventMap> = ReturnType<Server<EventMap, Out>["to"]>;

/**
 * An application: the handlers in force and, once it is served, the Socket.IO server they answer for. It exists before any server
 * does, so that handlers can be registered first.
 *
 * @typeParam In the events that clients send
 * @typeParam Out the events that clients are sent
 */
export class Application<In extends EventMap = AnyEvents, Out extends EventMap = AnyEvents> {
  readonly #state: DispatchState = initialState((fault) => this.#onFault(fault));
  /** The background tasks of this application. @internal */
  readonly tasks: Tasks = new Tasks({ life: () => this.parts.current, onFault: (fault) => this.#onFault(fault) });
  /** What each of the user's files has registered and started. @internal */
  readonly parts: Parts = new Parts({ registry: () => this.registry, onFault: (fault) => this.#onFault(fault) });
  /** Called whenever another registry, or more of it, has come into force on the server. @internal */
  readonly refreshed: Set<() => void> = new Set();
  #onFault: (fault: Fault) => void = throwFault;
  #io: Server<In, Out> | undefined;
  #binding: Binding | undefined;
  #plain: PlainCode | undefined;

  /** The real Socket.IO server. Throws until the application is being served. */
  get io(): Server<In, Out> {
    if (this.#io) return this.#io;
    throw new Error("The application is not being served yet: app.io exists once run() or attach() was called.");
  }

  /** The registry in force. @internal */
  get registry(): Registry {
    return this.#state.registry;
  }

  /** What is being handled right now. @internal */
  get running(): ReadonlySet<Running> {
    return this.#state.running;
  }

  /** Handles an event; see {@link On}. */
  readonly on: On<In> = (events: string | readonly string[], ...rest: readonly unknown[]) => {
    const { names, handler, where } = readRegistration(events, rest);
    const namespace = this.#namespaceOf(where);
    this.#register((registry) => {
      for (const event of names) registry.addHandler(namespace, event, handler);
    });
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
    checkNamed(handler);
    const namespace = this.#namespaceOf(where);
    this.#register((registry) => registry.addHandler(namespace, handler.name, handler));
  }

  /** Handles a namespace with a class. Throws a TypeError for anything but an instance of {@link Namespace}. */
  onNamespace(namespace: Namespace): void {
    checkNamespace(namespace);
    namespace.namespace ||= this.parts.current.namespace;
    this.#register((registry) => registry.addNamespace(namespace));
  }

  /** Handles what a namespace's handlers throw; its return value is the ack. A throw of its own goes to the log. */
  onError(handler: ErrorHandler, where: Where = {}): void {
    checkHandler(handler);
    const namespace = this.#namespaceOf(where);
    this.#register((registry) => registry.addErrorHandler(namespace, handler));
  }

  /** Handles what handlers throw in namespaces without an error handler of their own. */
  onErrorDefault(handler: ErrorHandler): void {
    checkHandler(handler);
    this.#register((registry) => {
      registry.defaultErrorHandler = handler;
    });
  }

  /** Sends an event to everyone in `"/"`. */
  emit<Name extends EventNames<Out>>(event: Name, ...args: ArgumentsOf<Out[Name]>): void {
    checkSent(event, args);
    (this.io as unknown as Server).emit(event, ...args);
  }

  /** Sends `data` to everyone in `"/"`, as the event `"message"`. */
  send(data: unknown): void {
    checkSent("message", [data]);
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
   * Runs a function beside the events. It gets an `AbortSignal` that fires when the server stops and when the file that started it is
   * replaced, then `args`; what it throws is logged.
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
    checkHandler(work as unknown, "task");
    return this.tasks.start(work, ...args);
  }

  /**
   * Calls `cleanup`, which may be async, when the file that asks is replaced, and when the server stops; in a connection callback of plain
   * Socket.IO code, when that ends.
   */
  onDispose(cleanup: Cleanup): void {
    checkHandler(cleanup);
    this.parts.addCleanup(cleanup);
  }

  /** Makes this application answer for a server: all that its registry asks for from now on happens on `io`. @internal */
  serveOn(io: Server, handling: Handling): void {
    this.#io = io as unknown as Server<In, Out>;
    own(io, this);
    const { onFault, ...rest } = handling;
    this.#onFault = onFault;
    Object.assign(this.#state, rest);
    const guarded = guard(io, this.#state);
    this.#plain = new PlainCode(guarded);
    this.#binding = bind(io, this.#state, guarded);
    this.#refresh();
  }

  /** Forgets the server, so that another may be made. @internal */
  leave(): void {
    this.#plain?.close();
    this.#plain = undefined;
    this.#io = undefined;
    this.#binding = undefined;
  }

  /**
   * Puts a registry in force, whole, under the clients that are connected: the next event of every client is handled by it. If its plain
   * code fails, nothing has changed.
   *
   * @throws what a default export or a connection callback of plain code threw or rejected with, or a SioError if it did not settle in 5 s
   * @internal
   */
  async swap(registry: Registry): Promise<{ readonly sockets: number }> {
    const { engine } = this.io;
    await this.#plain?.swap(registry.plain, () => {
      const before = this.#state.registry;
      this.#use(registry);
      return () => this.#use(before);
    });
    return { sockets: engine.clientsCount };
  }

  #use(registry: Registry): void {
    this.#state.registry = registry;
    this.#refresh();
  }

  #refresh(): void {
    this.#binding?.refresh();
    for (const look of this.refreshed) look();
  }

  #namespaceOf(where: Where): string {
    checkWhere(where);
    const { namespace = this.parts.current.namespace } = where;
    return namespace === any || namespace.startsWith("/") ? namespace : `/${namespace}`;
  }

  #register(add: (registry: Registry) => void): void {
    if (this.parts.register(add)) this.#refresh();
  }
}
