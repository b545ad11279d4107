import type { Server } from "socket.io";
import type { HttpRoutes } from "./http.ts";
import type { HttpSessionMiddleware } from "./http-session.ts";
import type { Namespace } from "./namespace.ts";

/** A handler of the function style. Its return value (or what it resolves with) is the ack. */
// biome-ignore lint/suspicious/noExplicitAny: users annotate the arguments that their clients send
export type Handler = (...args: any[]) => unknown;

/** Sees what a handler threw; its return value becomes the ack, and a throw of its own falls through to the log. */
export type ErrorHandler = (error: unknown) => unknown;

/** Plain Socket.IO code: the default export of a handlers file. */
export type PlainSetup = (io: Server, ...rest: never[]) => unknown;

/** A handler as the dispatcher calls it. */
export interface Found {
  readonly handler: Handler;
  /** The handler is a catch-all: it gets the event's name before the arguments. */
  readonly named: boolean;
}

/** Any namespace, or any event. */
export const any = "*";

/**
 * Everything that one load of the user's code asked for. A load fills a new registry beside the one in force, which is
 * then replaced whole, so that no event ever sees half of a change.
 */
export class Registry {
  readonly #handlers = new Map<string, Map<string, Handler>>();
  readonly #namespaces = new Map<string, Namespace>();
  readonly #errorHandlers = new Map<string, ErrorHandler>();
  readonly plain: { readonly setup: PlainSetup; readonly namespace: string }[] = [];
  defaultErrorHandler: ErrorHandler | undefined;
  http: HttpRoutes | undefined;
  httpSession: HttpSessionMiddleware | undefined;

  /** The last handler of a name wins within a namespace. */
  addHandler(namespace: string, event: string, handler: Handler): void {
    const events = this.#handlers.get(namespace) ?? new Map<string, Handler>();
    this.#handlers.set(namespace, events.set(event, handler));
  }

  addNamespace(namespace: Namespace): void {
    this.#namespaces.set(namespace.namespace, namespace);
  }

  addErrorHandler(namespace: string, handler: ErrorHandler): void {
    this.#errorHandlers.set(namespace, handler);
  }

  addPlain(setup: PlainSetup, namespace: string): void {
    this.plain.push({ setup, namespace });
  }

  /** Adds everything that another registry holds, which stays as it is; where both have something, the other's counts. */
  include(other: Registry): void {
    for (const [namespace, events] of other.#handlers) {
      for (const [event, handler] of events) this.addHandler(namespace, event, handler);
    }
    for (const namespace of other.#namespaces.values()) this.addNamespace(namespace);
    for (const [namespace, handler] of other.#errorHandlers) this.addErrorHandler(namespace, handler);
    this.plain.push(...other.plain);
    this.defaultErrorHandler = other.defaultErrorHandler ?? this.defaultErrorHandler;
    this.http = other.http ?? this.http;
    this.httpSession = other.httpSession ?? this.httpSession;
  }

  /**
   * Who handles `event` in `namespace`: a handler of exactly that name, then the namespace's class, then the namespace's
   * catch-all, then those of any namespace. `connect` and `disconnect` never reach a catch-all.
   */
  find(namespace: string, event: string): Found | undefined {
    return this.#findIn(namespace, event) ?? (namespace === any ? undefined : this.#findIn(any, event));
  }

  #findIn(namespace: string, event: string): Found | undefined {
    const events = this.#handlers.get(namespace);
    const exact = events?.get(event) ?? this.#namespaces.get(namespace)?.handlerOf(event);
    if (exact) return { handler: exact, named: false };
    const rest = lifecycle.has(event) ? undefined : events?.get(any);
    return rest && { handler: rest, named: true };
  }

  /** The namespace's own error handler, else the default one. */
  findErrorHandler(namespace: string): ErrorHandler | undefined {
    return this.#errorHandlers.get(namespace) ?? this.#errorHandlers.get(any) ?? this.defaultErrorHandler;
  }

  /** The namespaces that must exist for what was registered, without the wildcard. */
  namespaces(): ReadonlySet<string> {
    const names = new Set([...this.#handlers.keys(), ...this.#namespaces.keys()]);
    names.delete(any);
    return names;
  }

  /** Whether anything but plain code concerns this namespace. */
  concerns(namespace: string): boolean {
    return [namespace, any].some((name) => this.#handlers.has(name) || this.#namespaces.has(name));
  }

  /** The events that sockets of `namespace` must listen for, without `connect` and `disconnect`. */
  events(namespace: string): ReadonlySet<string> {
    const names = new Set<string>();
    for (const where of [namespace, any]) {
      for (const name of this.#handlers.get(where)?.keys() ?? []) names.add(name);
      for (const name of this.#namespaces.get(where)?.events() ?? []) names.add(name);
    }
    for (const name of [any, ...lifecycle]) names.delete(name);
    return names;
  }

  /** Whether events without a handler of their own have somewhere to go in `namespace`. */
  hasCatchAll(namespace: string): boolean {
    return [namespace, any].some(
      (where) => this.#handlers.get(where)?.has(any) || this.#namespaces.get(where)?.takesAll,
    );
  }

  /** How many handlers there are per namespace; what plain code listens for cannot be known before it runs. */
  summary(): { readonly namespace: string; readonly handlers: number }[] {
    const names = new Set([...this.#handlers.keys(), ...this.#namespaces.keys()]);
    return [...names].sort().map((namespace) => ({ namespace, handlers: this.#count(namespace) }));
  }

  #count(namespace: string): number {
    const names = new Set(this.#handlers.get(namespace)?.keys());
    for (const name of this.#namespaces.get(namespace)?.events() ?? []) names.add(name);
    return names.size;
  }

  /** Nothing was asked for at all. */
  get isEmpty(): boolean {
    return this.#handlers.size + this.#namespaces.size + this.plain.length === 0 && !this.http;
  }
}

/** Events of the connection itself: never sent by a client. */
const lifecycle: ReadonlySet<string> = new Set(["connect", "disconnect"]);
