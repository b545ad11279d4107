import type { BroadcastOperator, DefaultEventsMap, Server, Namespace as SocketIONamespace } from "socket.io";
import { type Binding, bind } from "./bind.ts";
import type { DispatchState, Fault, Running } from "./dispatch.ts";
import type { Rooms } from "./functions.ts";
import { guard } from "./guard/guard.ts";
import { Namespace } from "./namespace.ts";
import { any, type ErrorHandler, type Handler, Registry } from "./registry.ts";

/** Where a handler listens. */
export interface Where {
  /** The namespace, such as `"/admin"`; `"*"` is any. Default: the file's own (`"/"` for a single handlers file). */
  readonly namespace?: string;
}

/** What decides how events are handled, besides the handlers themselves. */
export interface Handling {
  /** `false`: one client's events are handled one after the other. */
  readonly asyncHandlers: boolean;
  /** `true`: clients are accepted first, and disconnected if the `connect` handler refuses. */
  readonly alwaysConnect: boolean;
  /** Called once for each error that no error handler took. MUST NOT throw. */
  readonly onFault: (fault: Fault) => void;
}

/**
 * An application: the handlers in force and, once it is served, the Socket.IO server they answer for. It exists before any server
 * does, so that handlers can be registered first.
 */
export class Application {
  readonly #state: DispatchState = {
    registry: new Registry(),
    asyncHandlers: true,
    alwaysConnect: false,
    onFault: ({ error }) => {
      throw error;
    },
    running: new Set(),
  };
  #filling: { readonly registry: Registry; namespace: string } | undefined;
  #io: Server | undefined;
  #binding: Binding | undefined;

  /** The real Socket.IO server. Throws until the application is being served. */
  get io(): Server {
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

  /**
   * Handles an event; what the handler returns (or resolves with) is the ack. `"connect"` gets the client's `auth` and refuses by
   * returning `false`; `"disconnect"` gets the reason; `"*"` gets the name and the arguments of every event without a handler.
   *
   * @example
   * app.on("add", (a: number, b: number) => a + b);
   */
  on(events: string | readonly string[], handler: Handler, where: Where = {}): void {
    if (typeof handler !== "function") throw new TypeError(`The handler must be a function, not ${typeof handler}.`);
    for (const event of typeof events === "string" ? [events] : events) {
      if (typeof event !== "string") throw new TypeError(`The event must be a string, not ${typeof event}.`);
      this.collecting.addHandler(this.#namespaceOf(where), event, handler);
    }
    this.#changed();
  }

  /** The same as {@link on}. */
  onEvent(events: string | readonly string[], handler: Handler, where: Where = {}): void {
    this.on(events, handler, where);
  }

  /**
   * Handles the event that the function is named after. On a method of a {@link Namespace}, a decorator: `@event`, or
   * `@event("any name")`.
   *
   * @example
   * app.event(function greet(name: string) { return `Hello ${name}`; });
   */
  event(handler: Handler, where?: Where): void {
    if (!handler.name) throw new TypeError("event() takes its name from the function, and this one has none.");
    this.on(handler.name, handler, where);
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
    this.collecting.addErrorHandler(this.#namespaceOf(where), handler);
  }

  /** Handles what handlers throw in namespaces without an error handler of their own. */
  onErrorDefault(handler: ErrorHandler): void {
    this.collecting.defaultErrorHandler = handler;
  }

  /** Sends an event to everyone in `"/"`. */
  emit(event: string, ...args: unknown[]): void {
    this.io.emit(event, ...args);
  }

  /** Sends `data` to everyone in `"/"`, as the event `"message"`. */
  send(data: unknown): void {
    this.emit("message", data);
  }

  /** Everyone in these rooms of `"/"`; for those of another namespace, `app.of("/name").to(…)`. */
  to(rooms: Rooms): BroadcastOperator<DefaultEventsMap, unknown> {
    return this.io.to(typeof rooms === "string" ? rooms : [...rooms]);
  }

  /** Everyone in `"/"` who is not one of these clients or in one of these rooms. */
  except(rooms: Rooms): BroadcastOperator<DefaultEventsMap, unknown> {
    return this.io.except(typeof rooms === "string" ? rooms : [...rooms]);
  }

  /** A namespace of the real server. */
  of(namespace: string): SocketIONamespace {
    return this.io.of(namespace);
  }

  /** Makes this application answer for a server: all that its registry asks for from now on happens on `io`. */
  serveOn(io: Server, handling: Handling): void {
    this.#io = io;
    Object.assign(this.#state, handling);
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
      await (namespace === "/" ? setup(this.io) : (setup as (nsp: unknown) => unknown)(this.io.of(namespace)));
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
